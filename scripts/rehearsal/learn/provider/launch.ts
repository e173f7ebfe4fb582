import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ChannelCredentials } from "@grpc/grpc-js";

/** The protocol versions that we speak. */
export type Protocol = 5 | 6;

/** A provider's own program, running. */
export interface Launched {
  readonly protocol: Protocol;
  /** Where it listens, as gRPC names it. */
  readonly target: string;
  readonly credentials: ChannelCredentials;
  /** Resolves when the program has ended, with the last that it said on standard error. */
  readonly ended: Promise<string>;
  stop(): void;
}

/** The program could not be brought to listen. */
export class LaunchFailed extends Error {
  constructor(binary: string, why: string) {
    super(`${binary} does not start as a Terraform provider: ${why}`);
    this.name = "LaunchFailed";
  }
}

/** How long a provider may take until it listens. The AWS one takes about a second. */
const START_MS = 60_000;

/** By this value a plugin knows that Terraform started it, and not a person. */
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** Starts a provider's program as Terraform would, and reads the one line in which it answers. */
export async function launch(
  binary: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Launched> {
  const child = spawn(binary, [], {
    env: { ...env, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: "5,6" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const words = lastWords(child);
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => resolve(words()));
    child.once("error", (error) => resolve(error.message));
  });
  try {
    const line = await firstLine(child, ended);
    return { ...parseHandshake(line), ended, stop: () => child.kill("SIGKILL") };
  } catch (error) {
    child.kill("SIGKILL");
    throw new LaunchFailed(binary, error instanceof Error ? error.message : String(error));
  }
}

/** Reads `1|<protocol>|unix|<socket>|grpc|<certificate>`. */
export function parseHandshake(
  line: string,
): Pick<Launched, "protocol" | "target" | "credentials"> {
  const [core, protocol, network, address, kind, certificate] = line.trim().split("|");
  if (core !== "1" || kind !== "grpc" || !address) throw new Error(`it said ${line}`);
  if (protocol !== "5" && protocol !== "6") {
    throw new Error(`it speaks protocol ${protocol}, and we speak 5 and 6`);
  }
  return {
    protocol: protocol === "5" ? 5 : 6,
    target: network === "unix" ? `unix:${address}` : address,
    credentials: certificate
      ? ChannelCredentials.createSsl(pem(certificate))
      : ChannelCredentials.createInsecure(),
  };
}

function pem(certificate: string): Buffer {
  const lines = certificate.match(/.{1,64}/g)?.join("\n");
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
}

async function firstLine(child: ChildProcess, ended: Promise<string>): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      new Promise<string>((resolve) => lines.once("line", resolve)),
      ended.then((words) => Promise.reject(new Error(`it ended: ${words.slice(-500)}`))),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("it said nothing for a minute")), START_MS);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    lines.close();
    // Whatever else it prints must not fill the pipe.
    child.stdout!.resume();
  }
}

/** Keeps the end of what is not a log line, so that a panic can be told. */
function lastWords(child: ChildProcess): () => string {
  let kept = "";
  const lines = createInterface({ input: child.stderr! });
  lines.on("line", (line) => {
    if (!line.startsWith("{")) kept = `${kept}${line}\n`.slice(-8_000);
  });
  return () => {
    const panic = kept.indexOf("panic");
    return (panic < 0 ? kept : kept.slice(panic)).trim();
  };
}
