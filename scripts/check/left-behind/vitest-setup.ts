// Fails a test file that leaves something behind in its temporary folder. Named in vitest.config.ts.
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { STARTED_BY, sweep, tellFiles } from "./left-behind.ts";

// One file runs in a worker at a time: what lies there after it is its own.
const folder = join(inject("runFolder"), process.env["VITEST_POOL_ID"] ?? "0");
process.env["TMPDIR"] = folder;

// Nothing below looks at a file all of whose tests are skipped: the next one finds what it left.
const before = sweep(folder);
if (before.length > 0) {
  throw new Error(`of a file before this one, with all of its tests skipped: ${tellFiles(before)}`);
}

beforeAll(() => {
  process.env[STARTED_BY] = relative(process.cwd(), expect.getState().testPath ?? "");
});

// The first to be registered is the last to run.
afterAll(() => {
  const left = sweep(folder);
  if (left.length > 0) throw new Error(tellFiles(left));
});
