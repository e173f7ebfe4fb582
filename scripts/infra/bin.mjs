#!/usr/bin/env node
// Starts the command line: as JavaScript where that is up to date, else from TypeScript.
import { pathToFileURL } from "node:url";
import { bundledCli } from "./start/bundle.mjs";
import { optimizeLate } from "./start/short-lived.mjs";
import { nameSources } from "./start/traces.mjs";

optimizeLate();
const cli = await bundledCli(process.argv[2] ?? "", Date.now);
if (cli) {
  nameSources();
  await import(pathToFileURL(cli).href);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./cli.ts");
}
