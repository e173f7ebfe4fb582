// Makes the synth of stacks in tests as fast as the real one. Named in vitest.config.ts.
import { createRequire } from "node:module";
import { afterAll, beforeAll } from "vitest";
import { patchInstalledCdktf } from "./patch/patch.mjs";

const patched = patchInstalledCdktf(createRequire(import.meta.url));

if (patched) {
  let mark = 0;
  // What was made when the file was imported may be used by the next file of this process too.
  beforeAll(() => {
    mark = patched.mark();
  });
  // cdktf keeps every token, and with it the stack of every test, until the process ends.
  afterAll(() => patched.forgetSince(mark));
}
