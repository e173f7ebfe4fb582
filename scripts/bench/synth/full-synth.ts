import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../measure/run.ts";
import type { Workload } from "./copy.ts";

/** The yardstick: what Node takes to do nothing. */
export function bareNode(root: string): Command {
  return { args: [process.execPath, "-e", "0"], cwd: root };
}

/** A full synth of an app, as `cdktf.json` names it. */
export function fullSynth(root: string, { root: cwd, entry }: Workload): Command {
  return {
    args: ["sh", join(root, "scripts/synth/main.sh"), entry],
    cwd,
    env: { CDKTF_OUTDIR: outputOf(cwd) },
  };
}

/** The same synth through the command line of cdktf, into a folder of its own. */
export function cdktfSynth(
  root: string,
  { root: cwd, entry }: Workload,
): { readonly command: Command; readonly output: string } {
  const output = join(cwd, "cdktf-cli.out");
  const app = `sh ${join(root, "scripts/synth/main.sh")} ${entry}`;
  const cdktf = join(root, "node_modules/.bin/cdktf");
  return { command: { args: [cdktf, "synth", "--app", app, "--output", output], cwd }, output };
}

/** Where the synth of a copy goes. */
export function outputOf(root: string): string {
  return join(root, "cdktf.out");
}

/** Throws unless a text is in one of the synthesized stacks: no result may be an old one. */
export function expectInOutput(output: string, text: string): void {
  const stacks = join(output, "stacks");
  const found = readdirSync(stacks).some((name) =>
    readFileSync(join(stacks, name, "cdk.tf.json"), "utf8").includes(text),
  );
  if (!found) throw new Error(`${output}: ${text} was edited in and is not in the output`);
}
