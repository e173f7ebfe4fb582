// Fails a test file that leaves something behind in its temporary folder. Named in vitest.config.ts.
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { STARTED_BY, sweep, tellFiles } from "./left-behind.ts";

// One file runs in a worker at a time: what lies there after it is its own.
const folder = join(inject("runFolder"), process.env["VITEST_POOL_ID"] ?? "0");
mkdirSync(folder, { recursive: true });
process.env["TMPDIR"] = folder;

beforeAll(() => {
  process.env[STARTED_BY] = relative(process.cwd(), expect.getState().testPath ?? "");
});

// The first to be registered is the last to run.
afterAll(() => {
  const left = sweep(folder);
  if (left.length > 0) throw new Error(tellFiles(left));
});
