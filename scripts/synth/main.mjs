#!/usr/bin/env node
// Synthesizes every stack of every environment into cdktf.out, or into CDKTF_OUTDIR. Another app is
// synthesized with the path of its entry: `node scripts/synth/main.mjs <main.ts>`.
import { resolve } from "node:path";
import { SynthFailure } from "./failure.mjs";
import { synthesize } from "./synthesize.mjs";

const [entry] = process.argv.slice(2);
try {
  process.exitCode = await synthesize(entry ? { entry: resolve(entry) } : {});
} catch (error) {
  if (!(error instanceof SynthFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
