import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processesOf, STARTED_BY, sweep, tellFiles, tellProcesses } from "./left-behind.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "left-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("what tests leave in their temporary folder", () => {
  it("is named and removed, but for what tsx has compiled", () => {
    for (const name of ["tsx-0", "state-aB3xY_", "state-Cd4zW9"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "state-aB3xY_", "file"), "");
    const left = sweep(folder);
    expect(left).toEqual(["state-Cd4zW9", "state-aB3xY_"]);
    expect(sweep(folder)).toEqual([]);
    expect(existsSync(join(folder, "tsx-0"))).toBe(true);
    expect(tellFiles(left)).toBe(
      "left behind in the temporary folder of this test file, 2 in all: state; they were removed now, let the test remove them in afterAll or onTestFinished",
    );
  });

  it("is nothing where nothing was made", () => {
    expect(sweep(join(folder, "none"))).toEqual([]);
  });
});

describe.skipIf(!existsSync("/proc/self/environ"))("a process that a test leaves behind", () => {
  it("is found by its environment, with the file that started it, until it has ended", async () => {
    const env = { HOME: folder, [STARTED_BY]: "some/file.test.ts" };
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { env });
    const closed = once(child, "close");
    await once(child, "spawn");
    const left = processesOf(folder);
    child.kill();
    await closed;
    const command = `${process.execPath} -e setInterval(() => {}, 1000)`;
    expect(left).toEqual([{ pid: child.pid, command, file: "some/file.test.ts" }]);
    expect(processesOf(folder)).toEqual([]);
    expect(tellProcesses(left)).toBe(
      `tests have left processes behind, which were ended now; end them in the test:\n  some/file.test.ts: ${command} (process ${child.pid})`,
    );
  });
});
