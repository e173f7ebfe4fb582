#!/usr/bin/env node
// Serves the rehearsal's providers to a Terraform that is run by hand: see --help.
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundled } from "./bundle.mjs";

await import(pathToFileURL(bundled(fileURLToPath(new URL("cli.ts", import.meta.url)))).href);
