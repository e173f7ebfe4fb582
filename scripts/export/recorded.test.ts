// @module-tag long
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { git } from "../plan/git.ts";
import { CATALOGUE } from "./catalogue.ts";
import { exportModules, named } from "./export.ts";
import { shapesOf } from "./shape.ts";
import { comparedSince } from "./since.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function exportedNow(...names: readonly string[]) {
  const outcome = exportModules(ROOT, named(CATALOGUE, names).modules);
  if ("problems" in outcome) throw new Error(outcome.problems.join("\n"));
  return outcome.exported;
}

it("what is written down of the modules is true: else run npx infra export-modules --record", () => {
  const written = readFileSync(new URL("shapes.json", import.meta.url), "utf8");
  expect(JSON.parse(written)).toEqual(shapesOf(exportedNow()));
});

it("the modules are compared with those of a tag", async () => {
  const root = mkdtempSync(join(tmpdir(), "groundplan-export-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const exported = exportedNow("aws/registry");
  const { "terraform-aws-registry": shape, ...none } = shapesOf(exported);
  mkdirSync(join(root, "scripts/export"), { recursive: true });
  const old = { ...none, "terraform-aws-registry": { ...shape, outputs: ["arn", "id", "url"] } };
  writeFileSync(join(root, "scripts/export/shapes.json"), JSON.stringify(old));
  await git(root, "init", "--quiet");
  await git(root, "add", ".");
  const author = ["-c", "user.name=Kim", "-c", "user.email=kim@example.com"];
  await git(root, ...author, "commit", "--quiet", "--message", "modules");
  await git(root, "tag", "modules-v1.0.0");

  expect(await comparedSince(root, "modules-v1.0.0", exported)).toEqual({
    step: "major",
    changes: ["terraform-aws-registry: id is no output any more"],
    problems: [],
  });
});
