import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { CLOUDS, DATA_FOLDER } from "../provider/schema/library.ts";
import { checkData } from "./check.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

it("finds that the data belongs to the construct libraries' versions", () => {
  expect(checkData(ROOT).flatMap(({ problem }) => problem ?? [])).toEqual([]);
});

it("says which data does not", () => {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-data-"));
  try {
    for (const cloud of CLOUDS) {
      cpSync(join(DATA_FOLDER, `${cloud}.index.json`), join(folder, `${cloud}.index.json`));
    }
    const file = join(folder, "google.index.json");
    const index = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    writeFileSync(file, JSON.stringify({ ...index, version: "0.1.0" }));
    const wrong = checkData(ROOT, folder).filter(({ problem }) => problem);
    expect(wrong.map(({ cloud, version }) => [cloud, version])).toEqual([["google", "0.1.0"]]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
