#!/usr/bin/env node
// Synthesizes every stack of every environment into cdktf.out, or into CDKTF_OUTDIR. Another app is
// synthesized with the path of its entry: `node scripts/synth/main.mjs <main.ts>`.
import { resolve } from "node:path";
import { synthesize } from "./synthesize.mjs";

const [entry] = process.argv.slice(2);
try {
  process.exit(await synthesize(entry ? { entry: resolve(entry) } : {}));
} catch (error) {
  if (!(error instanceof Error && error.name === "SynthFailure")) throw error;
  console.error(error.message);
  process.exit(1);
}
