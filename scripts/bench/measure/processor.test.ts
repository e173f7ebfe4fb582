// @module-tag long
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { processorOf, runTimed, timesOf } from "./processor.ts";

const here = (program: string) => ({
  args: [process.execPath, "-e", program] as const,
  cwd: fileURLToPath(new URL(".", import.meta.url)),
});

it("tells the processor time of a program and not how long it waits", async () => {
  const waits = await runTimed(here("setTimeout(() => {}, 400)"));
  expect(waits.wallMs).toBeGreaterThan(400);
  const works = await runTimed(
    here("const end = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < end);"),
  );
  expect(works.processorMs).toBeGreaterThan(waits.processorMs + 100);
});

it("fails with what a program said that failed", async () => {
  const fails = here("console.log('to nobody'); console.error('why'); process.exit(3)");
  await expect(runTimed(fails)).rejects.toThrow(/ended with 3\nto nobody\nwhy$/);
});

it("reads what the shell tells of the children, in its last line", () => {
  expect(timesOf("0m0.00s 0m0.00s\n1m2.50s 0m0.25s\n")).toBe(62_750);
  expect(() => timesOf("nothing")).toThrow("the shell's times are not understood: nothing");
});

it.skipIf(process.platform !== "linux")("tells what a running process has taken", () => {
  const own = process.cpuUsage();
  const known = (own.user + own.system) / 1000;
  expect(processorOf(process.pid)).toBeGreaterThan(known / 2);
  expect(processorOf(undefined)).toBe(0);
});
