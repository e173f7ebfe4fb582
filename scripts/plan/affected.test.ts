// @module-tag long
import { existsSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { ended, until } from "../rehearsal/run/testing/project.ts";
import { GitFailed, webAddress } from "./git.ts";
import { renderSet } from "./render-set.ts";
import { Estate, layers, told } from "./testing/estate.ts";

describe.skipIf(missing("terraform"))("what a change leads to", () => {
  let estate: Estate;
  let base: string;
  beforeAll(async () => {
    estate = await Estate.open();
    estate.git("init", "--quiet");
    estate.project.setStacks(layers(estate));
    base = estate.commit();
    await estate.plan(["dev"]);
    for (const layer of ["network", "service", "edge"]) estate.applyByHand(`dev-shop-${layer}`);
  });
  afterAll(() => estate.remove());

  const affected = async (names: readonly string[] = []) => {
    const manifest = await estate.plan(names, { affected: base });
    return manifest.stacks.map(told);
  };

  it("is nothing where nothing synthesizes to something else", async () => {
    estate.git("commit", "--quiet", "--allow-empty", "-m", "words");
    expect(await affected()).toEqual([]);
  });

  it("is the stack that differs, and who reads what it moves", async () => {
    estate.project.setStacks(layers(estate, "vpc-b"));
    estate.commit();
    expect(await affected()).toEqual([
      "dev-shop-network: planned",
      "dev-shop-service: unaffected stale on network_vpc_id of dev-shop-network",
    ]);
    expect(await affected(["dev-shop-edge"])).toEqual([]);
  });

  it("names the base in the set, and leaves no worktree behind", async () => {
    expect((await estate.plan([], { affected: base })).base).toBe(base);
    expect(estate.git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("is told from what was pending before", async () => {
    const { "dev-shop-network": network, ...others } = layers(estate);
    const resource = {
      terraform_data: { vpc: { input: "vpc-a" }, peering: { input: "new" } },
    };
    estate.project.setStacks({ ...others, "dev-shop-network": { ...network, resource } });
    estate.commit();
    rmSync(estate.state("dev-shop-network"));
    await affected();
    const { review } = renderSet(estate.path(".plan"), { format: "comment" });
    const pending = review.stacks[0]!.plan!.changes.map(({ address, pending }) => [
      address,
      pending,
    ]);
    expect(Object.fromEntries(pending)).toEqual({
      "terraform_data.vpc": true,
      "terraform_data.peering": false,
    });
  });

  it("says of a stack that is gone what becomes of its state", async () => {
    const { "dev-shop-edge": _, ...others } = layers(estate);
    estate.project.setStacks(others);
    estate.commit();
    expect(await affected(["dev-shop-network"])).toEqual([]);
    expect(await affected()).toEqual(["dev-shop-edge: removed"]);
    for (const name of ["dev-shop-edge", "*-edge", "dev"]) {
      expect(await affected([name]), name).toEqual(["dev-shop-edge: removed"]);
    }
    const { text } = renderSet(estate.path(".plan"), { format: "comment" }).rendered;
    expect(text).toContain(
      "`dev-shop-edge`. Nothing is destroyed by this: its state stays where it is, and so does all that stands in it. `Destroy it from the commit before, or take over what it made, before its code is forgotten.`",
    );
  });

  it("recognises a stack that got another name", async () => {
    const { "dev-shop-edge": edge, ...others } = layers(estate);
    estate.project.setStacks({
      ...others,
      "dev-shop-cdn": { ...edge, terraform: estate.backend("cdn") },
    });
    estate.commit();
    expect(await affected()).toEqual(["dev-shop-cdn: planned", "dev-shop-edge: removed"]);
    const { text } = renderSet(estate.path(".plan"), { format: "comment" }).rendered;
    expect(text).toContain(
      "It looks like dev-shop-cdn under its old name: move the state there before dev-shop-cdn is applied, or everything is made twice. In its folder at the commit before: terraform state pull >old.tfstate; in the new one's: terraform state push old.tfstate; then plan again.",
    );
  });

  it("cannot be told where the base is not in the clone", async () => {
    const planning = estate.plan([], { affected: "origin/main" });
    await expect(planning).rejects.toThrow(GitFailed);
    await expect(planning).rejects.toThrow(
      "the base origin/main is not in this clone; fetch it first: git fetch origin main (on GitHub: fetch-depth: 0 in actions/checkout)",
    );
  });

  it("cannot be told where base and head have no commit in common", async () => {
    const tree = estate.git("rev-parse", "HEAD^{tree}");
    const stranger = estate.git("commit-tree", tree, "-m", "stranger");
    await expect(estate.plan([], { affected: stranger })).rejects.toThrow(
      `${stranger} and HEAD have no common commit in this clone; fetch the whole history: git fetch --unshallow`,
    );
  });

  it("stops at once where it is interrupted while the base is synthesized", async () => {
    const begun = estate.path("begun");
    const slow = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(begun)}, ""); setInterval(() => {}, 1000);`;
    const app = estate.read("app.mjs");
    estate.project.write("../app.mjs", slow);
    const hanging = estate.commit();
    estate.project.write("../app.mjs", app);
    estate.commit();
    const child = estate.project.start(["plan", "--affected", hanging]);
    const end = ended(child);
    await until(() => existsSync(begun), "the base is synthesized");
    child.kill("SIGINT");
    const { code, stderr } = await end;
    expect(stderr).toContain(
      "infra: stopped on request; no plan set was made, and the one before it stays",
    );
    expect(code).toBe(1);
    expect(estate.git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says so where the base's own code cannot be synthesized", async () => {
    estate.project.write("../app.mjs", "throw new Error('broken before');");
    const broken = estate.commit();
    estate.git("checkout", "--quiet", base, "--", "app.mjs");
    estate.git("commit", "--quiet", "-m", "mended");
    const planning = estate.plan([], { affected: broken });
    await expect(planning).rejects.toThrow(`the base ${broken.slice(0, 10)} cannot be synthesized`);
    await expect(planning).rejects.toThrow(
      "without --affected everything that is named is planned",
    );
    expect(estate.git("worktree", "list").split("\n")).toHaveLength(1);
  });
});

describe("the page of a repository", () => {
  it.each([
    ["git@github.com:acme/infra.git", "https://github.com/acme/infra"],
    ["https://token@gitlab.example.org/group/infra.git", "https://gitlab.example.org/group/infra"],
    ["ssh://git@github.com/acme/infra", "https://github.com/acme/infra"],
    ["/srv/git/infra.git", undefined],
    ["https://evil.example.org/github.com/infra", undefined],
  ])("of %s is %s", (origin, page) => {
    expect(webAddress(origin)).toBe(page);
  });
});
