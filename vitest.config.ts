import { defineConfig } from "vitest/config";
import TerraformFirst from "./scripts/check/terraform-first.ts";

export default defineConfig({
  test: {
    tags: [
      {
        name: "long",
        description:
          "takes seconds of a processor: the test command leaves it to CI (REQUIRE_REAL)",
      },
    ],
    include: ["{apps,environments,modules,scripts}/**/*.test.ts"],
    // One process for many files: importing cdktf and the provider classes again costs about half a
    // second a file.
    pool: "forks",
    isolate: false,
    // As many as there are processors; vitest leaves one free. Much of the time is waiting for others.
    maxWorkers: "100%",
    // The first one is the last to look, when a file has ended.
    setupFiles: ["scripts/check/left-behind/vitest-setup.ts", "scripts/synth/vitest-setup.ts"],
    sequence: { sequencer: TerraformFirst },
    globalSetup: "scripts/check/left-behind/run-folder.ts",
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    // For what hangs. Nothing is proven by how long a test takes: the machine may be busy elsewhere.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
