import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { markOf } from "../rehearsal/run/alive.ts";
import { leftBehind, own, passingFolder } from "./passing.ts";
import { NewPlanSet } from "./set.ts";

/** A process that was there and is not any more. */
const DEAD = { pid: spawnSync(process.execPath, ["-e", "0"]).pid, host: hostname(), born: "1" };

describe("a folder for the work of one process", () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "groundplan-passing-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const folderOf = (name: string, owner: unknown) => {
    const folder = join(parent, name);
    mkdirSync(folder);
    writeFileSync(join(folder, ".owner.json"), JSON.stringify(owner));
    return folder;
  };

  it("is made in the place of those that killed processes have left", () => {
    const left = folderOf("work-1", DEAD);
    const made = passingFolder("work-", parent);
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(made)).toEqual([".owner.json"]);
  });

  it.each<[string, () => unknown]>([
    ["of a living process", () => markOf(process.pid)],
    ["of a process of another machine", () => ({ ...DEAD, host: "elsewhere.example" })],
    ["that does not say whose it is", () => "nobody"],
  ])("leaves one alone %s", (_what, owner) => {
    const standing = folderOf("work-1", owner());
    const other = folderOf("other-1", DEAD);
    passingFolder("work-", parent);
    expect([standing, other].map((each) => existsSync(each))).toEqual([true, true]);
  });

  it.runIf(process.platform === "linux")(
    "leaves one alone in which a program still works that the dead one had started",
    async () => {
      const folder = folderOf("work-1", DEAD);
      const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 999)"], {
        cwd: folder,
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      await new Promise((begun) => child.stdout.once("data", begun));
      expect(leftBehind("work-", parent)).toEqual([]);
      child.kill("SIGKILL");
      await new Promise((ended) => child.once("close", ended));
      expect(leftBehind("work-", parent)).toEqual([folder]);
    },
  );

  it("is what a plan set is until it is whole", () => {
    const left = folderOf(`..plan-${DEAD.pid}`, DEAD);
    const set = new NewPlanSet(join(parent, ".plan"));
    expect(existsSync(left)).toBe(false);
    expect(leftBehind("..plan-", parent)).toEqual([]);
    own(set.folder);
    set.finish({
      version: 1,
      engine: { engine: "terraform", version: "1.11.4" },
      dirty: false,
      rehearsal: false,
      planned: "2026-11-21T14:02:00.000Z",
      command: "infra plan dev",
      stacks: [],
    });
    expect(readdirSync(join(parent, ".plan"))).toEqual(["plan-set.json"]);
  });
});
