import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import type { PlanSetManifest } from "../plan/manifest.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { messageOf } from "../stacks/testing/message-of.ts";
import { applyPlanSet } from "./apply-set.ts";
import { approvedDigest, nextFolder } from "./approval.ts";

const NETWORK = "dev-shop-network";
const OTHER = "prod-shop-network";

describe.skipIf(missing("terraform"))("a plan set that must not be applied", () => {
  let estate: Estate;
  let planned: string;
  beforeAll(async () => {
    estate = await Estate.open();
    estate.project.setStacks({ ...layers(estate), ...layers(estate, "vpc-p", "prod") });
    await estate.plan([NETWORK, OTHER]);
    planned = estate.read(".plan/plan-set.json");
  });
  afterAll(() => estate.remove());
  beforeEach(() => writeFileSync(estate.path(".plan/plan-set.json"), planned));

  const apply = () =>
    applyPlanSet({
      ...estate.common,
      folder: estate.path(".plan"),
      next: estate.path(".plan-2"),
      approved: setDigest(readPlanSet(estate.path(".plan"))),
      command: "infra apply",
    });
  const edit = (change: (manifest: PlanSetManifest) => Partial<PlanSetManifest>) => {
    const manifest: PlanSetManifest = JSON.parse(planned);
    const changed = { ...manifest, ...change(manifest) };
    writeFileSync(estate.path(".plan/plan-set.json"), JSON.stringify(changed));
  };
  const untouched = () => expect(() => estate.stateOf(NETWORK)).toThrow("ENOENT");

  it("is one in which a stack could not be planned", async () => {
    edit(({ stacks }) => ({ stacks: stacks.map((each) => ({ ...each, result: "failed" })) }));
    await expect(apply()).rejects.toThrow(
      `${NETWORK} could not be planned; plan again, or plan only the others\n${OTHER} could not be planned; plan again, or plan only the others\nnothing was applied`,
    );
    untouched();
  });

  it("is one that somebody planned anew after it was approved", async () => {
    const { common } = estate;
    const folders = { folder: estate.path(".plan"), next: estate.path(".plan-2") };
    const applying = applyPlanSet({
      ...{ ...common, ...folders, approved: "0".repeat(64), command: "infra apply" },
    });
    const digest = setDigest(JSON.parse(planned));
    await expect(applying).rejects.toThrow(
      `the plan set in ${folders.folder} has the digest ${digest}, approved was ${"0".repeat(64)}: somebody planned anew meanwhile; look at it again with infra render\nnothing was applied`,
    );
    untouched();
  });

  it("is one whose rest could not be kept: that is said before, not after", async () => {
    const approved = setDigest(JSON.parse(planned));
    const next = estate.path("stacks.json");
    const applying = applyPlanSet({
      ...{ ...estate.common, folder: estate.path(".plan"), next, approved },
      command: "infra apply",
    });
    await expect(applying).rejects.toThrow(
      `${next} is there and is no plan set; it is left alone: name another folder with --out, for an apply with --next`,
    );
    untouched();
  });

  it("is one of another program, or of another version", async () => {
    edit(() => ({ engine: { engine: "tofu", version: "1.10.0" } }));
    await expect(apply()).rejects.toThrow(
      /^planned with OpenTofu 1\.10\.0, but here is Terraform \d+\.\d+\.\d+; use the same \(TERRAFORM_BINARY_NAME names a program\), or plan again\nnothing was applied$/,
    );
    untouched();
  });

  it("is one that only looked for drift", async () => {
    edit(() => ({ mode: "refresh-only" }));
    await expect(apply()).rejects.toThrow(
      "these plans only looked for drift; there is nothing in them to apply\nnothing was applied",
    );
  });

  it("is one whose stack is not in the code any more", async () => {
    edit(({ stacks }) => ({ stacks: [{ ...stacks[0]!, stack: "dev-shop-gone", files: {} }] }));
    await expect(apply()).rejects.toThrow(
      "dev-shop-gone was planned and is not in the code any more; plan again\nnothing was applied",
    );
  });

  it("is one with the saved plan of another stack, even where the set says that it is right", async () => {
    const plan = (stack: string) => estate.path(`.plan/stacks/${stack}/plan.tfplan`);
    const own = readFileSync(plan(NETWORK));
    copyFileSync(plan(OTHER), plan(NETWORK));
    edit(({ stacks: [network, other] }) => {
      const files = { ...network!.files, "plan.tfplan": other!.files["plan.tfplan"]! };
      return { stacks: [{ ...network!, files }] };
    });
    const { stacks } = await apply();
    writeFileSync(plan(NETWORK), own);
    expect(stacks[0]).toMatchObject({
      ending: "failed",
      problems: [
        `the saved plan in ${plan(NETWORK)} is not the one that was reviewed: its digest is another; nothing of it was applied. Plan again, and find out who changed it`,
      ],
    });
    untouched();
  });

  it("is one that nobody can be asked about, and one with another digest than the approved", async () => {
    const env = { TF_CLI_CONFIG_FILE: "/dev/null" };
    const unasked = await estate.project.infra(["apply"], env);
    expect(unasked).toMatchObject({
      code: 2,
      stderr:
        "infra: infra apply asks before it changes anything, and nobody can answer here: add --approve <digest>, or --yes\n",
    });
    const approved = "0123456789abcdef0123";
    const other = await estate.project.infra(["apply", "--approve", approved], env);
    const digest = setDigest(JSON.parse(planned));
    expect(other).toMatchObject({
      code: 1,
      stderr: `infra: the plan set has the digest ${digest}, approved was ${approved}: it is another plan than the approved one; nothing was applied. Review it again with infra render\n`,
    });
    untouched();
  });

  it("is none of these with the digest that infra render shows", async () => {
    const env = { TF_CLI_CONFIG_FILE: "/dev/null" };
    const { stdout } = await estate.project.infra(["render"], env);
    const approved = /an apply does exactly this, by the digest ([0-9a-f]{32});/.exec(stdout)![1]!;
    const { code, stdout: json } = await estate.project.infra(
      ["apply", "--approve", approved, "--json"],
      env,
    );
    expect(code).toBe(0);
    expect(JSON.parse(json).stacks).toMatchObject([
      { stack: NETWORK, ending: "applied", right: "as reviewed" },
      { stack: OTHER, ending: "applied", right: "as reviewed" },
    ]);
  });
});

describe("an approval", () => {
  it("must name enough of the digest to mean one plan set", () => {
    const manifest = { stacks: [], rehearsal: false } as unknown as PlanSetManifest;
    expect(messageOf(() => approvedDigest(manifest, "abc"))).toBe(
      "--approve must be at least 16 letters of the digest, got 3; infra render shows it",
    );
    const digest = setDigest(manifest);
    expect(approvedDigest(manifest, digest.slice(0, 20))).toBe(digest);
  });

  it.each([
    ["/here/.plan", "/here/.plan-2"],
    ["/here/.plan-2", "/here/.plan-3"],
    ["/here/set-9", "/here/set-10"],
  ])("of %s leaves the rest to %s", (folder, next) => {
    expect(nextFolder(folder)).toBe(next);
  });
});
