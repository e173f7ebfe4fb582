import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Interrupts } from "./interrupts.ts";
import { runTerraform } from "./run.ts";

/** Counts the signals that it gets; ends a while after the first one. */
const PATIENT = `#!${process.execPath}
const { writeFileSync } = require("node:fs");
let heard = 0;
process.on("SIGINT", () => {
  heard += 1;
  writeFileSync("heard", String(heard));
  if (heard === 1) setTimeout(() => process.exit(1), 400);
});
setTimeout(() => {}, 60_000);
writeFileSync("ready", String(process.pid));
`;

describe("running Terraform", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string, args: string[], interrupts = new Interrupts(() => {})) => {
    const path = join(folder, "terraform");
    writeFileSync(path, program);
    chmodSync(path, 0o755);
    const terraform = { path, engine: "terraform", version: "1.11.4" } as const;
    const setting = {
      terraform,
      interrupts,
      env: { PATH: process.env["PATH"] ?? "", ONLY: "this" },
    };
    return runTerraform(setting, folder, args);
  };
  const says = (...lines: object[]) =>
    `#!/bin/sh\n${lines.map((line) => `echo '${JSON.stringify(line)}'`).join("\n")}\n`;

  it("gives diagnostics, and the state that could be written nowhere", async () => {
    const diagnostic = { severity: "error", summary: "no", detail: "because" };
    const program = says(
      { type: "diagnostic", diagnostic },
      { type: "log", state: { version: 4 } },
    );
    const result = await run(`${program}echo plain\necho words >&2\nexit 1\n`, ["plan", "-json"]);
    expect(result).toEqual({
      code: 1,
      stdout: "plain",
      stderr: "words\n",
      diagnostics: [diagnostic],
      stateDump: { version: 4 },
      interrupted: false,
    });
  });

  it("reads the same from a file that outlives us, and never writes over one", async () => {
    const log = join(folder, "apply.log");
    const events: string[] = [];
    const path = join(folder, "terraform");
    const diagnostic = { severity: "error", summary: "no" };
    writeFileSync(
      path,
      `${says({ type: "diagnostic", diagnostic })}sleep 0.2\necho words >&2\nexit 1\n`,
    );
    chmodSync(path, 0o755);
    const setting = {
      terraform: { path, engine: "terraform", version: "1.11.4" } as const,
      interrupts: new Interrupts(() => {}),
      env: { PATH: process.env["PATH"] ?? "" },
    };
    const apply = () =>
      runTerraform(setting, folder, ["apply", "-json"], ({ type }) => events.push(type), log);
    const { code, diagnostics, stdout } = await apply();
    expect({ code, diagnostics, stdout }).toEqual({
      code: 1,
      diagnostics: [diagnostic],
      stdout: "words",
    });
    expect(events).toEqual(["diagnostic"]);
    expect(readFileSync(log, "utf8")).toContain("words");
    expect(statSync(log).mode & 0o777).toBe(0o600);
    await expect(apply()).rejects.toThrow("EEXIST");
  });

  it("gives what show prints as it is", async () => {
    const result = await run(says({ type: "not an event" }), ["show", "-json"]);
    expect(result.stdout).toBe('{"type":"not an event"}');
  });

  it("hands over the environment that it is given, and no more", async () => {
    const { stdout } = await run("#!/bin/sh\nenv\n", ["version"]);
    expect(stdout).toContain("ONLY=this");
    expect(stdout).not.toContain("HOME=");
  });

  it("hands one INT on, in a process group of its own, and waits for the end", async () => {
    const interrupts = new Interrupts(() => {});
    const running = run(PATIENT, ["apply", "-json"], interrupts);
    while (!existsSync(join(folder, "ready"))) await new Promise((done) => setTimeout(done, 10));
    const pid = Number(readFileSync(join(folder, "ready"), "utf8"));
    // A group has the number of its first process.
    expect(() => process.kill(-pid, 0)).not.toThrow();
    for (let i = 0; i < 5; i++) interrupts.hear();
    expect(await running).toMatchObject({ code: 1, interrupted: true });
    expect(readFileSync(join(folder, "heard"), "utf8")).toBe("1");
    expect(() => process.kill(-pid, 0)).toThrow("ESRCH");
  });

  it("ends what an interrupted Terraform has left running", async () => {
    const interrupts = new Interrupts(() => {});
    const leaving =
      "#!/bin/sh\nsleep 300 >/dev/null 2>&1 &\necho $! > ready\ntrap 'exit 1' INT\nwhile :; do sleep 0.05; done\n";
    const running = run(leaving, ["apply", "-json"], interrupts);
    while (!existsSync(join(folder, "ready"))) await new Promise((done) => setTimeout(done, 10));
    interrupts.hear();
    await running;
    const left = Number(readFileSync(join(folder, "ready"), "utf8"));
    const alive =
      existsSync(`/proc/${left}/stat`) &&
      !readFileSync(`/proc/${left}/stat`, "utf8").includes(") Z ");
    expect(alive).toBe(false);
  });

  it("fails when the program cannot be started", async () => {
    await expect(run("#!/gone/interpreter\n", ["plan"])).rejects.toThrow("ENOENT");
  });
});
