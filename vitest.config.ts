import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{apps,environments,modules,scripts}/**/*.test.ts"],
    // One process for many files: importing cdktf and the provider classes again costs about half a
    // second a file.
    pool: "forks",
    isolate: false,
    // As many as there are processors; vitest leaves one free. Much of the time is waiting for others.
    maxWorkers: "100%",
    setupFiles: ["scripts/synth/vitest-setup.ts"],
    testTimeout: 30_000,
  },
});
