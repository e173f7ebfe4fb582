import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundled } from "../../rehearsal/provider/bundle.mjs";
import { rehearsalMarker } from "../../rehearsal/provider/index.ts";
import { SELDOM_COLLECTING } from "../../rehearsal/run/environment.ts";
import { SERVED_BACKEND } from "../../rehearsal/run/states/state-server.ts";
import { processorOf, runTimed } from "../measure/processor.ts";
import { awsStack, plainStack, type RealCloud } from "./stack.ts";

/** What each of the four commands took, in milliseconds. */
export interface Times {
  readonly init: number;
  readonly plan: number;
  readonly apply: number;
  readonly again: number;
  /** Processor time of all of them with the processes that they start, and of the rehearsal's own. */
  readonly processor: number;
}

/** One way to have a stack of so many resources, in a folder of its own. */
export interface Side {
  readonly folder: string;
  readonly terraform: string;
  readonly env: Readonly<Record<string, string>>;
  /** Process that serves it and outlives the commands. */
  readonly server?: number;
}

/** All four commands, or only the first two. */
export async function measure(side: Side, only?: "plan"): Promise<Times> {
  const before = processorOf(side.server);
  let processor = 0;
  const terraform = async (...args: string[]) => {
    const env = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...side.env };
    const took = await runTimed({ args: [side.terraform, ...args], cwd: side.folder, env });
    processor += took.processorMs;
    return took.wallMs;
  };
  const init = await terraform("init", "-input=false");
  const plan = await terraform("plan", "-input=false", "-out=plan.bin");
  let [apply, again] = [0, 0];
  if (only !== "plan") {
    apply = await terraform("apply", "-input=false", "plan.bin");
    // Ends with 2, which is a failure here, when something is left to do.
    again = await terraform("plan", "-input=false", "-detailed-exitcode");
  }
  return { init, plan, apply, again, processor: processor + processorOf(side.server) - before };
}

/** What all four took together. */
export function total({ init, plan, apply, again }: Times): number {
  return init + plan + apply + again;
}

/** An empty folder with a stack in it. */
function write(folder: string, stack: object, backend: object): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { terraform = {} } = stack as { terraform?: object };
  const whole = { ...stack, terraform: { ...terraform, backend } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(whole));
}

/** Resources that need no provider, with Terraform's own state file. */
export function plainSide(folder: string, terraform: string, resources: number): Side {
  write(folder, plainStack(resources), { local: {} });
  return { folder, terraform, env: { TF_CLI_CONFIG_FILE: "/dev/null" } };
}

/** The real provider, from a mirror on this machine, on moto. */
export function realSide(
  folder: string,
  terraform: string,
  resources: number,
  real: RealCloud & { readonly mirror: string },
): Side {
  write(folder, awsStack({ resources, real }), { local: {} });
  const config = join(folder, "terraformrc");
  const mirror = `filesystem_mirror {\n    path = ${JSON.stringify(real.mirror)}\n  }`;
  writeFileSync(config, `provider_installation {\n  ${mirror}\n}\n`);
  return { folder, terraform, env: { TF_CLI_CONFIG_FILE: config } };
}

/** The rehearsal, with its process. */
export interface RehearsalSide extends Side {
  /** From its start until it was ready, in milliseconds. */
  readonly readyMs: number;
  /** Processor time of its own until then, in milliseconds. */
  readonly readyProcessorMs: number;
  /** The most memory it had so far, in MiB; nothing where the system does not tell. */
  peakMiB(): number | undefined;
  stop(): Promise<void>;
}

/** The rehearsal's provider, store and state server, in one process. */
export async function rehearsalSide(
  folder: string,
  terraform: string,
  resources: number,
): Promise<RehearsalSide> {
  const stack = awsStack({ resources, marker: rehearsalMarker("bench") });
  write(folder, stack, SERVED_BACKEND);
  const types = Object.keys((stack as { resource: object }).resource).join(",");
  const host = bundled(fileURLToPath(new URL("host.ts", import.meta.url)));
  const started = performance.now();
  const child = spawn(process.execPath, [host, folder, types], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const variables = JSON.parse(await firstLine(child));
  const readyMs = performance.now() - started;
  const server = child.pid!;
  return {
    folder,
    terraform,
    // As `infra rehearse` does.
    env: { ...SELDOM_COLLECTING, TF_CLI_CONFIG_FILE: "/dev/null", ...variables },
    server,
    readyMs,
    readyProcessorMs: processorOf(server),
    peakMiB: () => peakOf(child),
    async stop() {
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += chunk;
      if (said.includes("\n")) resolve(said);
    });
    child.once("close", (code) => reject(new Error(`the rehearsal's process ended with ${code}`)));
  });
}

function peakOf({ pid }: ChildProcess): number | undefined {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(peak) / 1024;
  } catch {
    return undefined;
  }
}
