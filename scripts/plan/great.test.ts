// @module-tag long
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { greatSet } from "../bench/render/great-set.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";

it("reads a plan of 100 MB, counts all, names what holds data, and says what has no room", async () => {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-great-"));
  const project = new TestProject({});
  onTestFinished(() => {
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const { set, plan } = greatSet(join(folder, "set"), 33_500);
  expect(statSync(plan).size).toBeGreaterThan(100_000_000);
  const { code, stdout, stderr } = await project.spawned(["render", set, "--format", "comment"]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    "infra: not every destructive change could be named in this size; see --format summary\n",
  );
  expect(stdout).toContain(
    "1340 destroy · 1340 replace (destroy first) · 16750 update · 10050 create",
  );
  expect(stdout).toContain("`prod-shop-api`: 1675 things");
  expect(stdout.match(/^> [-±] \w+\.thing-\d+/gm)).toHaveLength(1675);
  expect(stdout).toMatch(/^\*\*Shortened\*\*: left out .*what is destroyed or forgotten/m);
}, 120_000);
