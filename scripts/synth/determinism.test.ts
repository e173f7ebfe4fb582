// @module-tag long
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readIndex } from "./snapshot/store.mjs";
import { Checkout, synthOf } from "./testing/checkout.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const elsewhere = join(tmpdir(), "groundplan-elsewhere");
beforeAll(() => void mkdirSync(elsewhere));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

const ANOTHER_WORLD = {
  TZ: "Pacific/Kiritimati",
  LANG: "tr_TR.UTF-8",
  LC_ALL: "tr_TR.UTF-8",
  HOME: elsewhere,
};

describe.each([
  ["the estate", "environments/main.ts"],
  ["the workload of the bench", "scripts/bench/workload/main.ts"],
])("the output of %s", (_, path) => {
  const entry = join(ROOT, path);

  it("is the same in another time zone, locale, home and folder, and the slow way", async () => {
    const here = await synthOf(entry);
    expect({ code: here.code, stderr: here.stderr }).toEqual({ code: 0, stderr: "" });
    expect(Object.keys(here.files).length).toBeGreaterThan(12);
    expect(readIndex(ROOT.replace(/\/$/, ""), entry), "no snapshot was made").toBeDefined();
    const there = await synthOf(entry, ANOTHER_WORLD, elsewhere);
    expect(there.files).toEqual(here.files);
    const off = await synthOf(entry, { ...ANOTHER_WORLD, GROUNDPLAN_FAST_SYNTH: "0" }, elsewhere);
    expect(off.files).toEqual(here.files);
  });

  it("names no place of this machine", async () => {
    const { files } = await synthOf(entry);
    for (const text of Object.values(files)) expect(text).not.toContain(ROOT);
  });
});

describe("an archive", () => {
  let app: Checkout;
  beforeAll(() => {
    app = new Checkout();
  });
  afterAll(() => app.dispose());

  it("is made as cdktf makes it, by one process that runs no app", async () => {
    app.write("content/hello.txt", "hello");
    app.edit(
      "apps/main.ts",
      "app.synth();",
      [
        'import { AssetType, TerraformAsset } from "cdktf";',
        'new TerraformAsset(stack, "zip", { path: "content", type: AssetType.ARCHIVE });',
        "app.synth();",
      ].join("\n"),
    );
    const [made, kept, off] = [
      await app.synth(),
      await app.synth(),
      await app.synth({ GROUNDPLAN_FAST_SYNTH: "0" }),
    ];
    const archive = Object.keys(off.files).find((name) => name.endsWith("archive.zip"))!;
    expect(off.files[archive]).toContain("hello.txt");
    expect(made).toEqual(off);
    expect(kept).toEqual(off);
  });
});
