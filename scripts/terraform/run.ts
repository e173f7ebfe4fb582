import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Diagnostic, diagnosticOf, parseEvent, type TerraformEvent } from "./events.ts";
import type { Terraform } from "./find.ts";
import { followFile } from "./follow.ts";
import type { Interrupts } from "./interrupts.ts";

/** How every Terraform of one command is run. */
export interface TerraformSetting {
  readonly terraform: Terraform;
  readonly interrupts: Interrupts;
  /** The whole environment of the child; nothing is added to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Told the process of each Terraform as it begins. Default: nobody is. */
  readonly started?: (pid: number) => void;
}

/** How one run of Terraform ended. */
export interface TerraformResult {
  /** Exit code; 1 when a signal ended it. */
  readonly code: number;
  /** What it printed to standard output, but for its events. */
  readonly stdout: string;
  readonly stderr: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The state, where Terraform could write it nowhere and printed it. Do not lose it. */
  readonly stateDump: unknown;
  /** True when it was asked to stop before it had ended. */
  readonly interrupted: boolean;
}

/** How long what Terraform started may go on after it was interrupted and has ended. */
const LEFTOVER_MS = 2000;

/**
 * Runs Terraform in a folder, in a process group of its own, so that a Ctrl-C in the terminal does
 * not reach it but through `interrupts`. Everything that runs Terraform here goes through this.
 *
 * Terraform dies of a pipe that nobody reads any more, and then neither writes its state nor gives
 * its lock back (tried with 1.11.4). What changes things is therefore run with a `log`: should we be
 * killed, it goes on to its end.
 *
 * @param onEvent told of each line that a run with `-json` prints
 * @param log a new file that gets all that is printed, in place of a pipe; only its owner may read
 * it. One that is there may be that of a Terraform that still runs: it is never written over
 */
export async function runTerraform(
  { terraform, interrupts, env, started }: TerraformSetting,
  folder: string,
  args: readonly string[],
  onEvent: (event: TerraformEvent) => void = () => {},
  log?: string,
): Promise<TerraformResult> {
  const file = log === undefined ? undefined : openSync(log, "wx", 0o600);
  const child = spawn(terraform.path, [...args], {
    cwd: folder,
    env,
    detached: true,
    stdio: ["ignore", file ?? "pipe", file ?? "pipe"],
  });
  if (file !== undefined) closeSync(file);
  if (child.pid !== undefined) started?.(child.pid);
  let interrupted = false;
  const forget = interrupts.watch({
    interrupt: () => {
      interrupted = true;
      child.kill("SIGINT");
    },
  });
  const closed = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => resolve(exit ?? 1));
  });
  // What `show -json` prints is data, not events.
  const events = args.includes("-json") && args[0] !== "show";
  const output = child.stdout ?? followFile(log!, closed);
  const printed = readOutput(output, events, onEvent);
  const errors: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  try {
    const code = await closed;
    if (interrupted && child.pid) await endGroup(child.pid);
    const stderr = Buffer.concat(errors).toString("utf8");
    return { code, ...(await printed), stderr, interrupted };
  } finally {
    forget();
  }
}

/** Reads standard output to its end: events are told and looked through, the rest is kept. */
function readOutput(
  stream: Readable,
  events: boolean,
  onEvent: (event: TerraformEvent) => void,
): Promise<Pick<TerraformResult, "stdout" | "diagnostics" | "stateDump">> {
  const rest: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let stateDump: unknown;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", (line) => {
    const event = events ? parseEvent(line) : undefined;
    if (!event) {
      rest.push(line);
      return;
    }
    const diagnostic = diagnosticOf(event);
    if (diagnostic) diagnostics.push(diagnostic);
    stateDump = event.state ?? stateDump;
    onEvent(event);
  });
  return new Promise((resolve) => {
    lines.on("close", () => resolve({ stdout: rest.join("\n"), diagnostics, stateDump }));
  });
}

/** Ends what an interrupted Terraform left behind: the commands of its provisioners. */
async function endGroup(pid: number): Promise<void> {
  if (!signalGroup(pid, "SIGTERM")) return;
  const end = performance.now() + LEFTOVER_MS;
  while (performance.now() < end) {
    if (!signalGroup(pid, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signalGroup(pid, "SIGKILL");
}

/** False when nobody is left in the group. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
