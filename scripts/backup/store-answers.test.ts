import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const STORE = fileURLToPath(new URL("./pieces/store.sh", import.meta.url));

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "answers-"));
});
afterAll(() => rmSync(work, { recursive: true }));

/** What is made of a tool that fails with these words. */
function madeOf(words: string): number | null {
  const script = `set -u; WORK=$1; source "$2"; tool() { printf '%s\\n' "$3" >&2; return 1; }; attempt tool "" "" "$3"`;
  return spawnSync("bash", ["-c", script, "bash", work, STORE, words]).status;
}

it.each([
  ["googleapi: Error 412: At least one precondition failed", 3],
  ["An error occurred (AccessDenied) when calling the GetObject operation", 4],
  ["googleapi: Error 403: no storage.objects.delete", 4],
  ["HTTPError 401: Invalid Credentials", 5],
  ["ERROR: (gcloud) status code: 404, no such object", 6],
  ["connection reset by peer", 1],
  // The name of an object has a time in it: 04:01, 04:12, 14:03, 14:04.
  ["googleapi: Error 403: dev/music/probes/20261121T200401Z", 4],
  ["googleapi: Error 403: dev/music/20261121T041200Z.dump", 4],
  ["dev/music/20261121T140309Z.dump: connection reset by peer", 1],
  ["dev/music/20261121T140409Z.dump: connection reset by peer", 1],
])("%s: %i", (words, expected) => {
  expect(madeOf(words)).toBe(expected);
});
