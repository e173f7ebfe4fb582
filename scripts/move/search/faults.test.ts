import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clusters } from "../testing/clusters.ts";
import { versionProblems } from "./version.ts";

const PLAIN = { mappings: { properties: { born: { type: "integer" } } } };

describe("a move of indexes", () => {
  let clusters: Clusters;
  beforeEach(async () => {
    clusters = await Clusters.start();
  });
  afterEach(() => clusters.stop());

  it("is refused where it cannot be done, with all that is in the way", async () => {
    const { source, target } = clusters;
    source.fill("artists", PLAIN, [{ born: 1 }]);
    source.fill(
      "blind",
      { mappings: { _source: { enabled: false }, properties: {} } } as never,
      [],
    );
    source.fill("shut", { settings: { index: { closed: true } } }, []);
    target.fill("artists", PLAIN, []);
    target.allowlist = ["10.0.*:9200"];
    target.version = { number: "6.8.0" };
    const move = clusters.move("odd", { indexes: ["artists", "blind", "shut", "none"] });
    expect(await move.problems("copy")).toEqual([
      "versions: the source is Elasticsearch 7.10.2, the target Elasticsearch 6.8.0: Elasticsearch 7.0 to 7.10 and OpenSearch are known; move by application",
      "target is empty or ours: the target has 1 index (artists) already: delete what is there, or name another target",
      "what the source has: none is not at the source: correct search.indexes",
      "what the source has: shut is closed: POST /shut/_open, or leave it out of search.indexes",
      "what can be carried: blind does not keep its documents (_source): fill it by application",
      `the target may read the source: reindex.remote.allowlist of the target names 10.0.*:9200: add ${source.host} to opensearch.yml of each node, and restart it`,
    ]);
    expect([...target.indexes.keys()]).toEqual(["artists"]);
  });

  it("goes one way only, and names who is not let in", async () => {
    const { source, target } = clusters;
    source.fill("artists", PLAIN, [{ born: 1 }]);
    expect(await clusters.move("one_way").problems("copy")).toEqual([]);
    const login = { user: "mover", passwordVariable: "SEARCH_PASSWORD" };
    const places = [target, source].map(({ host }) => ({ url: `http://${host}`, ...login }));
    source.allowlist = [target.host];
    source.version = target.version;
    const back = { source: places[0]!, target: places[1]! };
    expect(await clusters.move("way_back", back).problems("check")).toEqual([
      `direction: the move one_way still fills the source, from http://${source.host}: name the other place, or retire that move first`,
      "target is empty or ours: the target has 1 index (artists) already: delete what is there, or name another target",
    ]);
    const nobody = { ...places[0]!, user: "nobody" };
    expect(await clusters.move("stranger", { target: nobody }).problems("check")).toEqual([
      `target (http://${target.host}): asking what it is failed: 401 security_exception: missing authentication credentials; look at the user, the profile, and what they may do there`,
    ]);
  });

  it("tells which documents and fields the target does not take", async () => {
    const { source } = clusters;
    const odd = { mappings: { properties: { labels: { type: "flattened" } } } };
    source.fill("labels", odd, []);
    const artists = source.fill("artists", { mappings: { properties: {} } }, [{ born: "unknown" }]);
    expect(await clusters.move("fields").problems("copy")).toEqual([
      expect.stringMatching(
        /^target \(.+\): making labels failed: 400 mapper_parsing_exception: No handler for type \[flattened\] declared on field; /,
      ),
    ]);
    artists.mappings.properties["born"] = { type: "integer" };
    const only = clusters.move("documents", { indexes: ["artists"] });
    await clusters.move("fields").take("retire", { abandon: true });
    clusters.target.indexes.delete("artists");
    expect((await only.problems("copy"))[1]).toBe(
      "  - document 1: mapper_parsing_exception: failed to parse field [born] of type [integer]",
    );
  });

  it("takes an answer that comes at the end, and goes on where none comes at all", async () => {
    const { source, target } = clusters;
    source.fill("artists", PLAIN, [{ born: 1 }, { born: 2 }, { born: 3 }]);
    const move = clusters.move("slow");
    target.faults = { waits: "until the end" };
    expect((await move.take("copy")).said).toBe("3 documents of 1 index (artists) were brought");
    source.indexes.get("artists")!.write("4", '{"born":4}', {});
    target.faults = { waits: "too long", held: true };
    const copied = move.take("copy");
    const isFound = () => move.talked.includes("artists: 0 of 0 documents");
    await vi.waitUntil(isFound, { timeout: 60_000 });
    target.faults = {};
    expect((await copied).said).toBe("1 documents of 1 index (artists) were brought");
    expect(target.begun).toBe(2);
  });

  it("goes on with what a killed run has begun, and lets nobody work beside one that runs", async () => {
    const { source, target } = clusters;
    source.fill("artists", PLAIN, [{ born: 1 }, { born: 2 }, { born: 3 }]);
    const move = clusters.move("killed");
    target.faults = { held: true };
    const first = move.take("copy", {}, { pid: 4711 });
    await vi.waitUntil(() => target.begun === 1, { timeout: 60_000 });
    expect(await move.problems("copy")).toEqual([
      `another run is at work in http://${target.host}:`,
      expect.stringMatching(/^ {2}- process 4711 on here, of the move killed, since .+Z$/),
      `wait until it has ended; where that process is gone: DELETE http://${target.host}/groundplan-move/_doc/lock`,
    ]);
    const again = clusters.move("killed");
    const second = again.take("copy", {}, { isRunning: (pid) => pid !== 4711 });
    const isLooking = () => again.talked.includes("artists: 0 of 0 documents");
    await vi.waitUntil(isLooking, { timeout: 60_000 });
    target.faults = {};
    const ended = await Promise.allSettled([first, second]);
    // Here the first was not killed at all: of two that end, one at least may write the progress.
    expect(ended.map(({ status }) => status)).toContain("fulfilled");
    expect(target.begun).toBe(1);
    expect(target.indexes.get("artists")!.docs.size).toBe(3);
  });
});

it.each([
  ["7.10.2", "opensearch 1.3.0", []],
  ["opensearch 2.5.0", "opensearch 2.3.0", []],
  [
    "opensearch 2.5.0",
    "opensearch 1.3.0",
    [
      "the source is OpenSearch 2.5.0, the target OpenSearch 1.3.0: make the target as new as the source, or move by application",
    ],
  ],
  [
    "8.11.0",
    "opensearch 2.19.1",
    [
      "the source is Elasticsearch 8.11.0, the target OpenSearch 2.19.1: Elasticsearch 7.0 to 7.10 and OpenSearch are known; move by application",
    ],
  ],
])("knows whether what is in %s can be read by %s", (from, to, problems) => {
  const about = (said: string) => {
    const [number = "", distribution] = said.split(" ").reverse();
    return { cluster_uuid: said, version: { number, ...(distribution && { distribution }) } };
  };
  expect(versionProblems(about(from), about(to))).toEqual(problems);
});
