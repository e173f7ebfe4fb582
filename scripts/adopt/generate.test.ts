import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Adoption, Examined } from "./examine.ts";
import { adoptedFile, decided, givenBy, merged } from "./generate.ts";
import { renderRemoved } from "./render.ts";
import { thingOf } from "./testing/estate.ts";

const BIOME = fileURLToPath(new URL("../../node_modules/.bin/biome", import.meta.url));

const BUCKET: Adoption = {
  ...{ old: "dev google_storage_bucket.dumps[0]", alsoIn: ["default google_storage_bucket.dumps"] },
  ...{ environment: "dev", stack: "dev-music-graph-backup", importId: "graph-dumps" },
  address: "google_storage_bucket.backups",
  keeps: { made: "acme-dev-music-graph-backups", name: "graph-dumps" },
  ...{ changes: ["labels"], replacedBy: [] },
};
const GRANT: Adoption = {
  ...{ old: "dev google_storage_bucket_iam_member.w", alsoIn: [], environment: "dev" },
  ...{ stack: "dev-music-graph-backup", changes: [], replacedBy: [] },
  address: "google_storage_bucket_iam_member.backups_write-host_9F9D8143",
  importId: `b/graph-dumps roles/storage.objectCreator serviceAccount:host@acme-dev.iam.gserviceaccount.com`,
};

/** Old things of another run. */
const NOTHING = givenBy([], []);

describe("what is written down", () => {
  it("is code as the formatter leaves it, and nothing where nothing is taken over", () => {
    for (const text of [adoptedFile(merged({}, [GRANT, BUCKET], NOTHING)), adoptedFile({})]) {
      const args = ["format", "--stdin-file-path=environments/adopted.ts"];
      const { stdout } = spawnSync(BIOME, args, { input: text, encoding: "utf8" });
      expect(stdout).toBe(text);
    }
  });

  it("keeps what another run said", () => {
    const prod = { imports: { "prod-x": { "a.b": "1" } } };
    const before = merged({ prod }, [GRANT], NOTHING);
    expect(merged(before, [BUCKET], NOTHING)).toEqual({
      dev: {
        names: { "acme-dev-music-graph-backups": "graph-dumps" },
        imports: {
          "dev-music-graph-backup": {
            [GRANT.address]: GRANT.importId,
            [BUCKET.address]: "graph-dumps",
          },
        },
      },
      prod: { names: {}, imports: { "prod-x": { "a.b": "1" } } },
    });
  });

  it("lets go of what is left now, with its name", () => {
    const before = merged({}, [GRANT, BUCKET], NOTHING);
    const old = [thingOf(BUCKET.old, { id: "graph-dumps", name: "graph-dumps" })];
    expect(merged(before, [], givenBy(old, ["prod"]))).toEqual(before);
    expect(merged(before, [], givenBy(old, []))).toEqual({
      dev: {
        names: {},
        imports: { "dev-music-graph-backup": { [GRANT.address]: GRANT.importId } },
      },
    });
  });

  it("decides for nobody: what is open is marked, what people wrote stays", () => {
    const found: Examined = {
      adopted: [BUCKET],
      undecided: [
        { old: "dev a.b", candidates: ["x a.c", "x a.d"].map((here) => ({ here, against: "" })) },
      ],
      left: [
        { old: "dev a.z", reason: "nobody reads it", decided: true },
        { old: "dev a.y", reason: "nothing here is like it", decided: false },
      ],
      ...{ made: {}, problems: [] },
    };
    expect(decided({ "qa a.b": "leave: another run", "dev a.y": "none: before" }, found)).toEqual({
      "default google_storage_bucket.dumps": "dev-music-graph-backup google_storage_bucket.backups",
      "dev a.b": "? x a.c | x a.d",
      "dev a.y": "none: nothing here is like it",
      "dev a.z": "leave: nobody reads it",
      "dev google_storage_bucket.dumps[0]": "dev-music-graph-backup google_storage_bucket.backups",
      "qa a.b": "leave: another run",
    });
  });

  it("lets old code let go of things without destroying them", () => {
    expect(renderRemoved([BUCKET])).toBe(
      ["default", "dev"]
        .map(
          (workspace) =>
            `# workspace ${workspace}\nremoved {\n  from = google_storage_bucket.dumps\n  lifecycle {\n    destroy = false\n  }\n}`,
        )
        .join("\n\n"),
    );
  });
});
