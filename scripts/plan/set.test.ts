import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../stacks/testing/message-of.ts";
import { loadPlanSet } from "./load.ts";
import type { PlanSetManifest, StackEntry } from "./manifest.ts";
import { NewPlanSet, readPlanSet } from "./set.ts";
import { approves, setDigest } from "./set-digest.ts";

const ENTRY: StackEntry = {
  stack: "dev-shop-network",
  environment: "dev",
  dependencies: [],
  result: "planned",
  problems: [],
  warnings: [],
  stale: [],
  providers: [],
  digest: "d1",
  files: {},
};
const OTHER: StackEntry = { ...ENTRY, stack: "dev-shop-service", digest: "d2" };
const MANIFEST: PlanSetManifest = {
  version: 1,
  engine: { engine: "terraform", version: "1.11.4" },
  dirty: false,
  rehearsal: false,
  planned: "2026-11-21T14:02:00.000Z",
  command: "infra plan dev",
  stacks: [ENTRY, OTHER],
};

describe("a plan set on the disk", () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-set-"));
    folder = join(root, ".plan");
    const set = new NewPlanSet(folder);
    writeFileSync(join(set.stack(ENTRY.stack), "plan.tfplan"), "saved");
    set.finish({ ...MANIFEST, stacks: [{ ...ENTRY, files: set.seal(ENTRY.stack) }] });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const manifest = () => join(folder, "plan-set.json");
  const plan = () => join(folder, "stacks", ENTRY.stack, "plan.tfplan");
  const edit = (change: (text: string) => string) =>
    writeFileSync(manifest(), change(readFileSync(manifest(), "utf8")));

  it("is read as it was written", () => {
    expect(readPlanSet(folder).stacks.map(({ stack }) => stack)).toEqual([ENTRY.stack]);
  });

  it.each<[string, () => void, () => string]>([
    [
      "whose plan is another file",
      () => writeFileSync(plan(), "swapped"),
      () => `${plan()} is not the file that was planned\nplan again with "infra plan"`,
    ],
    [
      "whose plan is missing",
      () => rmSync(plan()),
      () => `${plan()} is missing\nplan again with "infra plan"`,
    ],
    [
      "that is cut off",
      () => edit((text) => text.slice(0, 200)),
      () => `${manifest()} is cut off or damaged; plan again with "infra plan"`,
    ],
    [
      "of another version",
      () => edit((text) => text.replace('"version": 1,', '"version": 7,')),
      () => `${manifest()} has version 7, this program reads 1; plan again with "infra plan"`,
    ],
    [
      "that lacks the files of a stack",
      () => edit((text) => text.replace('"files":', '"no-files":')),
      () => `${manifest()} lacks what every plan set says; plan again with "infra plan"`,
    ],
    [
      "that lacks the engine",
      () => edit((text) => text.replace('"engine": {', '"no-engine": {')),
      () => `${manifest()} lacks what every plan set says; plan again with "infra plan"`,
    ],
    [
      "that leads out of its folder",
      () => edit((text) => text.replace('"dev-shop-network"', '"../../etc"')),
      () => `${manifest()} names a stack that cannot be one; plan again with "infra plan"`,
    ],
    [
      "that is none",
      () => rmSync(manifest()),
      () => `${folder} is no plan set: it has no plan-set.json; make one with "infra plan"`,
    ],
  ])("is refused where it is one %s", (_what, damage, message) => {
    damage();
    expect(messageOf(() => readPlanSet(folder))).toBe(message());
  });

  it("is refused where its notes of where things were made are cut off", () => {
    const notes = join(folder, "sources.json");
    writeFileSync(notes, '{"sources":[');
    expect(messageOf(() => loadPlanSet(folder))).toBe(
      `${notes} is cut off or damaged; plan again with "infra plan"`,
    );
  });

  it("stays as it is until the next one is whole", () => {
    const next = new NewPlanSet(folder);
    next.write("notes", "half");
    next.discard();
    expect(readPlanSet(folder).command).toBe("infra plan dev");
    const whole = new NewPlanSet(folder);
    whole.finish({ ...MANIFEST, command: "infra plan prod", stacks: [] });
    expect(readPlanSet(folder).command).toBe("infra plan prod");
    const beside = readdirSync(dirname(folder)).filter((name) => name.includes(basename(folder)));
    expect(beside).toEqual([basename(folder)]);
    expect(readdirSync(folder)).not.toContain(".owner.json");
  });
});

describe("the digest of a plan set", () => {
  const digest = setDigest(MANIFEST);

  it("is the same for sets that would do the same", () => {
    const elsewhere = {
      ...MANIFEST,
      commit: "abc",
      dirty: true,
      planned: "2027-01-01T00:00:00Z",
      command: "infra plan --affected main",
      stacks: [OTHER, { ...ENTRY, warnings: [{ text: "old" }] }],
    };
    expect(setDigest(elsewhere)).toBe(digest);
  });

  it.each<[string, Partial<PlanSetManifest>]>([
    ["another plan", { stacks: [{ ...ENTRY, digest: "d3" }, OTHER] }],
    ["a stack less", { stacks: [ENTRY] }],
    ["a stack that is blocked", { stacks: [ENTRY, { ...OTHER, blockedBy: ENTRY.stack }] }],
    [
      "a read of what moves",
      { stacks: [ENTRY, { ...OTHER, stale: [{ producer: ENTRY.stack, outputs: ["vpc_id"] }] }] },
    ],
    ["the rehearsal cloud", { rehearsal: true }],
    ["taking everything down", { mode: "destroy" }],
  ])("is another one with %s", (_what, change) => {
    expect(setDigest({ ...MANIFEST, ...change })).not.toBe(digest);
  });

  it("is approved whole or by its first 16 letters, by nothing shorter and by no other", () => {
    expect(approves(digest, digest)).toBe(true);
    expect(approves(digest.slice(0, 16).toUpperCase(), digest)).toBe(true);
    expect(approves(digest.slice(0, 15), digest)).toBe(false);
    expect(approves(digest.slice(1, 30), digest)).toBe(false);
    expect(approves("", digest)).toBe(false);
  });
});
