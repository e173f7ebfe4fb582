import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { Interrupts } from "../terraform/interrupts.ts";
import { realPlace } from "./place.ts";
import type { PlanPlace } from "./planning.ts";
import { StackPlanner } from "./stack-planner.ts";

describe("the place of a stack", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-place-"));
    const program = join(root, "terraform");
    writeFileSync(program, "#!/bin/sh\necho begin >> ../log\nsleep 0.3\necho end >> ../log\n");
    chmodSync(program, 0o755);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function place(id: string, locked: boolean, env: Readonly<Record<string, string>> = {}) {
    const folder = join(root, id);
    mkdirSync(folder, { recursive: true });
    if (locked) writeFileSync(join(folder, ".terraform.lock.hcl"), "");
    const interrupts = new Interrupts(() => {});
    const terraform = { path: join(root, "terraform"), engine: "terraform", version: "1.11.4" };
    return realPlace(
      { id, folder } as Stack,
      { root } as Project,
      { terraform, interrupts } as never,
      {
        PATH: process.env["PATH"]!,
        ...env,
      },
    );
  }
  const shared = ({ setting }: PlanPlace) => setting.env["TF_PLUGIN_CACHE_DIR"];

  it("shares what init brings with the others where its providers are locked", () => {
    expect(shared(place("locked", true))).toBe(join(root, ".cache/providers"));
    expect(shared(place("own", true, { TF_PLUGIN_CACHE_DIR: "/their/own" }))).toBe("/their/own");
    expect(shared(place("free", false))).toBeUndefined();
  });

  it("lets one init at a time bring them", async () => {
    const planner = new StackPlanner({} as never);
    const places = [place("one", true), place("two", true), place("three", true)];
    await Promise.all(places.map((each) => planner.init(each)));
    const turn = "begin\nend\n";
    expect(readFileSync(join(root, "log"), "utf8")).toBe(turn.repeat(3));
  });
});
