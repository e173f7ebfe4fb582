import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { MoveRefused } from "../stepwise/refused.ts";
import type { Carrier, Found } from "./carrier.ts";
import { MoveFolder } from "./plan/folder.ts";
import type { Step } from "./plan/outcome.ts";
import { takeStep } from "./steps.ts";
import type { World } from "./world.ts";

const root = mkdtempSync(join(tmpdir(), "move-steps-"));
afterAll(() => rmSync(root, { recursive: true }));

const WORLD: World = {
  ...{ env: {}, now: () => new Date("2026-03-01T12:00:00Z"), talk: () => {} },
  ...{ sleep: async () => {}, machine: { host: "here", pid: 1, isRunning: () => true } },
};

/** Carries nothing, and says what it is told to. */
function carrier(kind: string, more: Partial<Carrier> = {}): Carrier {
  const well = async (): Promise<Found> => ({ said: "well" });
  return {
    ...{ kind, check: well, copy: well, follow: well, compare: well, gate: well },
    ...{ handOver: well, writtenSince: well, handBack: well, retire: well },
    ...more,
  };
}

/** A move of several kinds in a folder of its own. */
function moveOf(name: string, carriers: readonly Carrier[]) {
  const file = join(mkdtempSync(join(root, `${name}-`)), "move.json");
  const server = (host: string) => ({ host, database: name, user: "mover" });
  const postgres = { by: "dump", source: server("old"), target: server("new") };
  writeFileSync(file, JSON.stringify({ name, postgres }));
  const move = { world: WORLD, folder: new MoveFolder(file), carriers };
  return { move, take: (step: Step) => takeStep(move, step) };
}

const refuses = async (): Promise<Found> => {
  throw new MoveRefused("target: copying failed", ["the disk is full"], "make it larger");
};

it("takes a step of every kind, whatever happens to one, and says whose each word is", async () => {
  const facts = [["objects", "3"]] as const;
  const copied = { said: "done", warnings: ["slow"], todo: ["look"], facts };
  const { take } = moveOf("both", [
    carrier("postgres", { copy: refuses }),
    carrier("s3", { copy: async () => copied }),
  ]);
  expect(await take("copy")).toMatchObject({
    holds: false,
    said: "postgres: could not go on; s3: done",
    problems: ["postgres: target: copying failed: the disk is full; make it larger"],
    warnings: ["s3: slow"],
    todo: ["s3: look"],
    facts: [["s3: objects", "3"]],
  });
});

it("lets nobody go over while the gate of one kind is closed, or its last work is not done", async () => {
  let gate: Found = { said: "not yet", problems: ["written to"] };
  let handOver = refuses;
  const handed: string[] = [];
  const { move, take } = moveOf("gate", [
    carrier("postgres", {
      handOver: async () => {
        handed.push("postgres");
        return { said: "sequences" };
      },
    }),
    carrier("s3", { gate: async () => gate, handOver: () => handOver() }),
  ]);
  for (const step of ["check", "copy", "follow", "compare"] as const) await take(step);
  expect((await take("cutover")).problems).toEqual(["s3: written to"]);
  expect(handed).toEqual([]);
  gate = { said: "now", warnings: ["nobody knows"] };
  await expect(take("cutover")).rejects.toThrow("target: copying failed");
  expect(move.folder.progress.place).toBe("source");
  handOver = async () => ({ said: "objects" });
  expect(await take("cutover")).toMatchObject({
    holds: true,
    said: "postgres: sequences; s3: objects",
    warnings: ["s3: nobody knows"],
  });
  expect(move.folder.progress.place).toBe("target");
});

it("throws what went wrong otherwise: it is no refusal of anybody's", async () => {
  const broken = async () => {
    throw new TypeError("a mistake of ours");
  };
  const { take } = moveOf("broken", [carrier("s3", { check: broken }), carrier("search")]);
  await expect(take("check")).rejects.toThrow("a mistake of ours");
});
