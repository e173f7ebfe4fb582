import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Stack } from "../../stacks/manifest.ts";
import { copyStack } from "./copy.ts";
import { RehearsalFolder } from "./folder.ts";

describe("the copy of a stack", () => {
  let root: string;
  let rehearsal: RehearsalFolder;
  let stack: Stack;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-copy-"));
    rehearsal = new RehearsalFolder(join(root, "rehearsal"));
    const folder = join(root, "synth");
    mkdirSync(join(folder, "assets/code"), { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), "{}");
    writeFileSync(join(folder, "assets/code/index.js"), "old");
    stack = {
      id: "dev-app-network",
      environment: "dev",
      layer: "network",
      dependencies: ["shared-app-registry"],
      folder,
      template: {},
    };
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const copy = (asked = true) =>
    copyStack(stack, asked, { rehearsal, estate: [stack], marker: () => ({}) });
  const at = (name: string) => join(rehearsal.stack(stack.id), name);

  it("holds what was synthesized, follows it, and keeps its state", () => {
    copy();
    writeFileSync(at("terraform.tfstate"), "state");
    writeFileSync(join(stack.folder, "assets/code/index.js"), "new");
    copy();
    expect(readFileSync(at("assets/code/index.js"), "utf8")).toBe("new");
    rmSync(join(stack.folder, "assets"), { recursive: true });
    copy();
    expect(existsSync(at("assets"))).toBe(false);
    expect(readFileSync(at("terraform.tfstate"), "utf8")).toBe("state");
  });

  it("takes no trace of a real run with it", () => {
    mkdirSync(join(stack.folder, ".terraform"));
    writeFileSync(join(stack.folder, ".terraform.lock.hcl"), "");
    writeFileSync(join(stack.folder, "terraform.tfstate"), "real");
    writeFileSync(join(stack.folder, "plan.tfplan"), "real");
    copy();
    for (const name of [".terraform", ".terraform.lock.hcl", "terraform.tfstate", "plan.tfplan"]) {
      expect(existsSync(at(name))).toBe(false);
    }
  });

  it("is left untouched where nothing changed", () => {
    copy();
    const before = statSync(at("cdk.tf.json")).mtimeMs;
    copy();
    expect(statSync(at("cdk.tf.json")).mtimeMs).toBe(before);
  });

  it("remembers that it was asked for", () => {
    expect(copy(false).asked).toBe(false);
    expect(copy(true).asked).toBe(true);
    expect(copy(false).asked).toBe(true);
    expect(rehearsal.copies()).toMatchObject([
      { id: "dev-app-network", dependencies: ["shared-app-registry"], asked: true },
    ]);
  });
});
