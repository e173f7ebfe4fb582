#!/usr/bin/env node
// What main.sh starts when there is no snapshot that it can open, and a way to synthesize where there
// is no shell: `node scripts/synth/main.mjs [main.ts]`.
import { resolve } from "node:path";
import { synthesize } from "./synthesize.mjs";

const [entry, node] = process.argv.slice(2);
try {
  process.exit(
    await synthesize({ ...(entry && { entry: resolve(entry) }), ...(node && { node }) }),
  );
} catch (error) {
  if (!(error instanceof Error && error.name === "SynthFailure")) throw error;
  console.error(error.message);
  process.exit(1);
}
