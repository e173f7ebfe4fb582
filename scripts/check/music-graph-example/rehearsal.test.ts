// @module-tag long
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";

const README = new URL("../../../apps/music-graph/README.md", import.meta.url);
const SYNTH = fileURLToPath(new URL("../../synth/main.mjs", import.meta.url));

/** The lines that the README tells to type, without `npx infra`. */
function typed(): string[][] {
  const [, block = ""] = /## Rehearse[\s\S]*?```sh\n([\s\S]*?)```/.exec(
    readFileSync(README, "utf8"),
  )!;
  const lines = block.trim().split("\n");
  return lines.map((line) =>
    line
      .replace(/^npx infra /, "")
      .replaceAll("'", "")
      .split(" "),
  );
}

/** However loaded the machine is, each of these ends: none proves how long it takes. */
const PATIENCE = { timeout: 600_000 };

describe.skipIf(missing("terraform"))(
  "what the README of music-graph tells to type",
  PATIENCE,
  () => {
    let project: TestProject;
    beforeAll(() => {
      project = new TestProject({}, undefined, `${process.execPath} ${SYNTH}`);
    });
    afterAll(() => project.remove());

    const type = async (line: readonly string[]): Promise<RehearsalReport> => {
      const { code, stdout, stderr } = await project.infra([...line, "--json"]);
      expect([line.join(" "), code, code === 0 ? "" : stdout + stderr]).toEqual([
        line.join(" "),
        0,
        "",
      ]);
      return JSON.parse(stdout);
    };

    it("rehearses dev and prod, shows drift and puts it right, and takes all of it down", async () => {
      const [first, drift, again, destroy, ...more] = typed();
      expect(more).toEqual([]);
      const { stacks } = await type(first!);
      expect(new Set(stacks.map(({ ending }) => ending))).toEqual(new Set(["ok"]));
      expect(new Set(stacks.map(({ environment }) => environment))).toEqual(
        new Set(["shared", "dev", "prod"]),
      );
      await type(drift!);
      const righted = await type(again!);
      expect(
        righted.stacks.flatMap(({ stack, changes }) =>
          changes.map(({ action, address, attributes }) => [
            `${stack} ${action} ${address}`,
            attributes.map(({ path }) => path),
          ]),
        ),
      ).toEqual([
        ["prod-music-graph-network update google_compute_network.network", ["routing_mode"]],
      ]);
      await type(destroy!);
      expect(existsSync(project.rehearsed(""))).toBe(false);
    });
  },
);
