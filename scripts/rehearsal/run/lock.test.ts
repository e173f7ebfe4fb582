import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { lockEnvironments } from "./lock.ts";

describe("the lock of an environment", () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "groundplan-lock-")), "locks");
    said = [];
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  const lock = (...environments: string[]) =>
    lockEnvironments({
      folder,
      environments,
      command: "infra rehearse dev",
      talk: (t) => said.push(t),
    });

  const heldBy = (holder: object) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "dev.json"),
      JSON.stringify({ command: "x", since: "y", ...holder }),
    );
  };

  /** The number of a process that has ended. */
  const deadPid = () => spawnSync(process.execPath, ["-e", "0"]).pid;

  it("is held by one at a time, who is named to the other", () => {
    const release = lock("dev", "shared");
    const { since } = JSON.parse(readFileSync(join(folder, "dev.json"), "utf8"));
    expect(messageOf(() => lock("dev"))).toBe(
      `the rehearsal of dev is in use by "infra rehearse dev" (process ${process.pid}, since ${since}); wait until it has ended, or stop it`,
    );
    release();
    lock("dev")();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is taken for all environments or for none", () => {
    const release = lock("shared");
    expect(() => lock("dev", "shared")).toThrow("the rehearsal of shared is in use");
    expect(readdirSync(folder)).toEqual(["shared.json"]);
    release();
  });

  it("is taken over from a process that has died, and says so", () => {
    const pid = deadPid();
    heldBy({ pid, host: hostname(), born: "1" });
    lock("dev")();
    expect(said).toEqual([`taking over the lock of dev: process ${pid} has died`]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform !== "linux")(
    "is taken over when its number belongs to a later process",
    () => {
      heldBy({ pid: process.pid, host: hostname(), born: "1" });
      lock("dev")();
      expect(said).toHaveLength(1);
    },
  );

  it("is left to a process of another machine, which cannot be looked at", () => {
    heldBy({ pid: deadPid(), host: "elsewhere", born: "1" });
    expect(() => lock("dev")).toThrow(
      `if it is surely not running any more, remove ${join(folder, "dev.json")}`,
    );
  });

  it("takes over a lock that was written half", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "dev.json"), '{"pid":');
    lock("dev")();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is not taken over by two at a time", () => {
    heldBy({ pid: deadPid(), host: hostname(), born: "1" });
    writeFileSync(join(folder, "dev.json.takeover"), "");
    expect(() => lock("dev")).toThrow('the rehearsal of dev is in use by "another run"');
  });
});
