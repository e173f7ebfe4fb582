import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.ts";

/** The app could not be synthesized. Its own words are in the message. */
export class SynthFailed extends Error {
  constructor(words: string, code: number | null) {
    const end = code === null ? "the app was stopped" : `the app ended with exit code ${code}`;
    super(`${words.trim() || end}\nnothing was synthesized`);
    this.name = "SynthFailed";
  }
}

/** How to synthesize. */
export interface SynthOptions {
  readonly project: Project;
  /** Folder to write: manifest and stacks. */
  readonly output: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told what the app says, and it says nothing when all is well. */
  readonly talk: (text: string) => void;
  /** Called with a function that ends the app early; gives one that forgets it. */
  readonly watch?: (child: { interrupt(): void }) => () => void;
}

/** Runs the project's app: every stack of every environment, into `output`. */
export async function synthesize(options: SynthOptions): Promise<void> {
  const { project, output, env, talk, watch } = options;
  const child = spawn(project.app, {
    shell: true,
    cwd: project.root,
    env: { ...env, CDKTF_OUTDIR: output },
    stdio: ["ignore", "pipe", "pipe"],
    // The app is a child of a shell, which does not pass signals on: they get them as one group.
    detached: watch !== undefined,
  });
  const forget = watch?.({ interrupt: () => endGroup(child) });
  const words: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => words.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  forget?.();
  const said = Buffer.concat(words).toString("utf8");
  if (code !== 0 || !existsSync(join(output, "manifest.json"))) throw new SynthFailed(said, code);
  if (said.trim()) talk(said.trimEnd());
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
