import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clusters } from "../testing/clusters.ts";
import { SearchStandIn } from "../testing/search-stand-in.ts";

const ARTISTS = {
  aliases: { "all-artists": {} },
  mappings: { properties: { name: { type: "text" }, born: { type: "integer" } } },
  settings: {
    index: { number_of_shards: "1", refresh_interval: "5s", lifecycle: { name: "old" } },
  },
};
const PEOPLE = ["Nina", "Miles", "Alice", "John", "Ella"].map((name, i) => ({
  name,
  born: 1920 + i,
}));

describe("a move of indexes", () => {
  let clusters: Clusters;
  beforeEach(async () => {
    clusters = await Clusters.start();
  });
  afterEach(() => clusters.stop());

  it("brings every document once, whatever the target forgets or has no time for", async () => {
    const { source, target } = clusters;
    source.fill("artists", ARTISTS, PEOPLE);
    const plays = source.fill("plays", {}, [{ play: 1 }]);
    plays.write("long", '{"id": 90071992547409931, "share": 1.0}', { routing: "one" });
    source.fill(".kibana_1", {}, [{ of: "the cluster" }]);
    const move = clusters.move("music");
    expect(await move.take("check")).toMatchObject({
      problems: [],
      said: "2 indexes with 7 documents were looked at",
      warnings: [
        "settings of artists are not brought: lifecycle",
        "templates, pipelines, roles and policies of the source are not brought: whoever made them makes them at the target",
      ],
    });
    target.faults = { lost: 2, busy: 3 };
    expect(await move.take("copy")).toMatchObject({
      said: "5 documents of 2 indexes (artists, plays) were brought",
      facts: [["reindexes that the target forgot, with what they had brought", "2"]],
    });
    expect((await move.take("copy")).said).toBe(
      "0 documents of 2 indexes (artists, plays) were brought",
    );
    expect(await move.problems("follow")).toEqual([]);
    expect(await move.take("compare")).toMatchObject({
      ...{ problems: [], said: "2 indexes with 7 documents were compared, 0 differ" },
    });
    const { settings, aliases } = target.indexes.get("artists")!;
    expect([settings, aliases]).toEqual([
      { number_of_shards: "1", refresh_interval: "5s" },
      { "all-artists": {} },
    ]);
    expect([...target.indexes.keys()].sort()).toEqual(["artists", "groundplan-move", "plays"]);

    const over = await move.take("cutover");
    expect(over.warnings).toEqual([
      'nothing keeps writes from artists, plays of the source: PUT /<index>/_settings { "index.blocks.write": true } makes sure',
    ]);
    target.indexes.get("artists")!.write("new", '{"name":"Abbey"}', {});
    expect(await move.problems("rollback")).toEqual([
      "artists has 5 documents at the source, 6 at the target",
      "artists has documents that are not at the source: 1 (new)",
    ]);
    const back = await move.take("rollback", { loseWrites: "a rehearsal, nobody's singer" });
    expect(back.holds).toBe(true);
    expect((await move.take("retire", { abandon: true })).facts).toEqual([["marker", "removed"]]);
    expect([...target.indexes.keys()].sort()).toEqual(["artists", "plays"]);
    const progress = readFileSync(move.file.replace("move.json", "progress.json"), "utf8");
    expect(progress + move.talked.join()).not.toContain(SearchStandIn.PASSWORD);
  });

  it("sees what was changed, and lets nobody go over until it was brought and compared", async () => {
    const { source, target } = clusters;
    const artists = source.fill("artists", ARTISTS, PEOPLE);
    const move = clusters.move("live");
    expect(await move.problems("copy")).toEqual([]);
    artists.write("1", '{"name":"Nina Simone","born":1933}', {});
    artists.write("6", '{"name":"Sarah"}', {});
    artists.remove("5");
    const there = target.indexes.get("artists")!;
    delete there.aliases["all-artists"];
    there.mappings.properties["name"] = { type: "keyword" };
    there.write("2", '{"name":"somebody else"}', {});
    expect(await move.problems("follow")).toEqual([]);
    expect(await move.problems("compare")).toEqual([
      "artists reads other fields at the target: 1 (name)",
      "artists is found by the aliases all-artists at the source, none at the target",
      "artists has documents that are not at the target: 1 (6)",
      "artists has documents that are not at the source: 1 (5)",
      "artists has documents that are not the same at both: 2 (1, 2)",
    ]);
    target.indexes.delete("artists");
    expect(await move.problems("follow")).toEqual([
      "artists has 5 documents at the source, 0 at the target",
    ]);
    for (const step of ["copy", "follow", "compare"] as const) {
      expect(await move.problems(step)).toEqual([]);
    }
    artists.write("6", '{"name":"Sarah Vaughan"}', {});
    expect(await move.problems("cutover")).toEqual([
      "artists was written to at the source since it was compared (1 times): infra move copy, and compare, again",
    ]);
    expect((await move.take("copy")).said).toBe("1 documents of 1 index (artists) were brought");
    artists.settings["blocks"] = { write: "true" };
    expect(await move.problems("compare")).toEqual([]);
    expect(await move.take("cutover")).toMatchObject({ problems: [], warnings: [] });
  });

  it("compares of a large index the documents that a seed chooses", async () => {
    const { source, target } = clusters;
    source.fill("artists", ARTISTS, PEOPLE);
    const move = clusters.move("large", { wholeUpTo: 3, sample: 2 });
    expect(await move.problems("copy")).toEqual([]);
    target.indexes.get("artists")!.write("3", '{"name":"other"}', {});
    expect(await move.take("compare")).toMatchObject({
      problems: ["artists has documents that are not the same at both: 1 (3)"],
      facts: [["documents of which some were compared", "2 of 5 in artists"]],
    });
  });

  it("leaves the copy to the application where the file says so, and compares what it made", async () => {
    const { source, target } = clusters;
    source.fill("artists", ARTISTS, PEOPLE);
    const move = clusters.move("own", {
      by: "application",
      differences: { artists: "The application writes other fields today" },
    });
    expect((await move.take("copy")).todo).toEqual([
      "let the application fill the target by its own command, then: infra move follow",
    ]);
    target.fill("artists", ARTISTS, PEOPLE.slice(0, 4));
    expect((await move.take("follow")).warnings).toEqual([
      "artists has 5 documents at the source, 4 at the target",
    ]);
    expect((await move.take("compare")).warnings).toEqual([
      "artists has 5 documents at the source, 4 at the target, and may: The application writes other fields today",
      "artists has documents that are not at the target: 1 (5), and may: The application writes other fields today",
    ]);
    expect(target.begun).toBe(0);
  });
});
