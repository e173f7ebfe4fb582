// @module-tag long
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { UnknownNames } from "../stacks/select.ts";
import { destroyStacks, questionsFor } from "./destroy.ts";
import { NotDestroyed } from "./doomed.ts";

const PROTECTED = { lifecycle: { prevent_destroy: true } };

describe.skipIf(missing("terraform"))("destroying for real", () => {
  let estate: Estate;
  let asked: string[];
  let shown: string;
  beforeAll(async () => {
    estate = await Estate.open();
    const images = { value: "images", description: "Contract registry: read by other stacks" };
    const { "dev-shop-network": network, ...others } = layers(estate);
    estate.project.setStacks({
      "shared-shop-registry": {
        terraform: estate.backend("shared-shop-registry"),
        resource: { terraform_data: { registry: { input: "images" } } },
        output: { registry_url: images },
      },
      "dev-shop-network": { ...network, dependencies: ["shared-shop-registry"] },
      ...others,
      "prod-shop-data": {
        terraform: estate.backend("prod-shop-data"),
        resource: { terraform_data: { main: { input: "rows", ...PROTECTED } } },
      },
      "prod-shop-edge": { terraform: estate.backend("prod-shop-edge") },
    });
    // The folders in which somebody applies are those that are synthesized there.
    expect((await estate.project.infra(["synth"])).code).toBe(0);
    for (const id of ["shared-shop-registry", "prod-shop-data"]) estate.applyByHand(id);
    for (const layer of ["network", "service", "edge"]) estate.applyByHand(`dev-shop-${layer}`);
  }, 60_000);
  afterAll(() => estate.remove());
  beforeEach(() => {
    asked = [];
    shown = "";
  });

  const destroy = (names: readonly string[], answer = true) =>
    destroyStacks({
      ...estate.common,
      command: "infra destroy",
      names,
      out: estate.path(".plan-destroy"),
      next: estate.path(".plan-destroy-2"),
      colour: false,
      confirm: async (plan, questions) => {
        shown = plan;
        asked = [...questions];
        return answer;
      },
    });
  const resources = (id: string) => JSON.parse(estate.stateOf(id)).resources.length;

  it("lets nothing go that something else still reads, shared least of all", async () => {
    await expect(destroy(["shared", "dev-shop-service"])).rejects.toThrow(
      "shared-shop-registry is still read by dev-shop-network; destroy that first, or name it as well\ndev-shop-service is still read by dev-shop-edge; destroy that first, or name it as well\nnothing was destroyed",
    );
    expect(asked).toEqual([]);
  });

  it("lets nothing go that its code protects", async () => {
    const destroying = destroy(["prod"]);
    await expect(destroying).rejects.toThrow(NotDestroyed);
    await expect(destroying).rejects.toThrow(
      "prod-shop-data: terraform_data.main is protected by prevent_destroy; take that off in the code, apply it, and destroy then\nnothing was destroyed",
    );
    expect(resources("prod-shop-data")).toBe(1);
  });

  it("destroys nothing where somebody says no to the plan that is shown", async () => {
    expect(await destroy(["dev-shop-edge"], false)).toBeUndefined();
    expect(shown).toContain("destroy terraform_data.cdn");
    expect(asked).toEqual(["destroy 1 things of 1 stacks in dev?"]);
    expect(resources("dev-shop-edge")).toBe(2);
  });

  it("takes no yes for another environment", async () => {
    const args = ["destroy", "dev-shop-edge", "--yes-destroy", "prod"];
    const { code, stderr } = await estate.project.infra(args, { TF_CLI_CONFIG_FILE: "/dev/null" });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n").slice(-2)).toEqual([
      "infra: nobody has agreed for dev, and nobody can be asked: add --yes-destroy dev",
      "infra: nothing was destroyed",
    ]);
    expect(resources("dev-shop-edge")).toBe(2);
  });

  it("knows no stack by a name that nothing has", async () => {
    await expect(destroy(["dev-shop-egde"])).rejects.toThrow(UnknownNames);
  });

  it("destroys consumers before their producers, and exactly what was shown", async () => {
    const report = await destroy(["dev", "shared"]);
    expect(report!.stacks.map(({ ending, right }) => [ending, right])).toEqual(
      Array.from({ length: 4 }, () => ["applied", "as reviewed"]),
    );
    expect(estate.said.filter((line) => line.endsWith(": applied")).slice(-4)).toEqual([
      "dev-shop-edge: applied",
      "dev-shop-service: applied",
      "dev-shop-network: applied",
      "shared-shop-registry: applied",
    ]);
    expect(asked).toHaveLength(2);
    for (const layer of ["network", "service", "edge"]) {
      expect(resources(`dev-shop-${layer}`)).toBe(0);
    }
  }, 60_000);

  it("finds nothing where nothing stands", async () => {
    expect((await destroy(["prod-shop-edge"]))!.stacks).toEqual([]);
    const env = { TF_CLI_CONFIG_FILE: "/dev/null" };
    const ended = await estate.project.infra(["destroy", "dev", "--yes-destroy", "dev"], env);
    expect(ended).toMatchObject({ code: 0, stdout: "nothing stands\n" });
  });

  it("asks nobody where nobody is there", async () => {
    const env = { TF_CLI_CONFIG_FILE: "/dev/null" };
    const { code, stderr } = await estate.project.infra(["destroy", "prod"], env);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "infra: infra destroy asks before it destroys, and nobody can answer here: add --yes-destroy <environment> for each environment\n",
    );
  });
});

describe("the questions before something is destroyed", () => {
  const stack = (environment: string) => ({ id: `${environment}-shop-data`, environment });

  it("are one in dev", () => {
    expect(questionsFor([stack("dev")], 3, 1)).toEqual(["destroy 3 things of 1 stacks in dev?"]);
  });

  it("are two where one of the environments is not dev, and name what is lost", () => {
    expect(questionsFor([stack("dev"), stack("prod")], 7, 2)).toEqual([
      "destroy 7 things of 2 stacks in dev, prod?",
      "prod is not dev: nothing brings it back, and 2 of them hold data that is lost. Destroy it really?",
    ]);
  });
});
