import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { Opensearch } from "./opensearch.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import type { Topology } from "./topology.ts";

const NODE = "m6g.large.search";

/** What is said of a domain in a network of two zones. */
function said(props: Partial<OpensearchProps>): string[] {
  const act = () =>
    synth((stack) => {
      new Opensearch(stack, "search", {
        stage: "dev",
        name: "acme-dev-shop",
        network: new FakeNetwork(stack),
        engineVersion: "OpenSearch_2.19",
        adminRoleArn: "arn:aws:iam::111122223333:role/search-admin",
        ...props,
      });
    });
  return refusal(act)
    .split("\n")
    .map((line) => line.replace("test/search: ", ""));
}

describe("refused", () => {
  it("all at once, in the words of the props", () => {
    expect(
      said({
        name: "acme-production-music-library",
        engineVersion: "Elasticsearch_7.10",
        adminRoleArn: "admin",
        encryptionKeyArn: "alias/search",
        storageGiB: 4.5,
        logRetentionDays: 8,
      }),
    ).toEqual([
      'name must be 3 to 28 lower-case letters, digits and hyphens, and begin with a letter, got "acme-production-music-library"',
      'engineVersion must be OpenSearch_ and a version, such as OpenSearch_2.19, got "Elasticsearch_7.10"',
      'adminRoleArn must be the ARN of a role, got "admin"',
      'encryptionKeyArn must be the ARN of a key, got "alias/search"',
      "storageGiB must be at least 10, got 4.5",
      "storageGiB must be a whole number, got 4.5",
      expect.stringContaining("logRetentionDays must be one of 1, 3, 5, 7"),
    ]);
  });

  it("a volume that the type does not take", () => {
    expect(said({ storageGiB: 101 })).toEqual([
      "storageGiB must be at most 100 on t3.small.search, got 101",
    ]);
  });

  it.each([
    ["m6g.large.search", 1025, "storageGiB must be at most 1024 on m6g.large.search, got 1025"],
    [
      "r6gd.large.search",
      100,
      'topology.data.type must be one that takes gp3, got "r6gd.large.search"; it has disks of its own alone',
    ],
    [
      "m4.large.search",
      100,
      'topology.data.type must be one that takes gp3, got "m4.large.search"; it is older than gp3',
    ],
  ])("a volume of %s with %i GiB", (type, storageGiB, line) => {
    expect(said({ topology: { zones: 1, data: { type, count: 1 } }, storageGiB })).toEqual([line]);
  });

  it.each<[string, Topology, string[]]>([
    [
      "more zones than the network has",
      { zones: 3, data: { type: NODE, count: 3 } },
      ["topology.zones must be at most 2, as many as the network has, got 3"],
    ],
    [
      "zones of unlike size",
      { zones: 2, data: { type: NODE, count: 3 }, masters: { type: NODE, count: 3 } },
      ["topology.data.count must be a multiple of 2: as many in each zone, got 3"],
    ],
    [
      "two that cannot outvote each other",
      { zones: 1, data: { type: NODE, count: 2 } },
      [
        "topology.data.count must not be 2 without masters: when one is lost, the other has no majority and stops, got 2; take 1, 3 or masters",
      ],
    ],
    [
      "two zones, one of which has most of the leaders",
      { zones: 2, data: { type: NODE, count: 4 } },
      [
        "topology.masters must be given with two zones: in one of them most of those who lead would stand; AWS spreads three masters over three zones",
      ],
    ],
    [
      "an even number of leaders, and types that will not do",
      {
        zones: 1,
        data: { type: "t2.small.search", count: 1 },
        masters: { type: "m6g.large", count: 2 },
      },
      [
        'topology.data.type must not be of t2: it encrypts nothing and knows no roles, got "t2.small.search"',
        'topology.masters.type must end in .search, such as m6g.large.search, got "m6g.large"',
        "topology.masters.count must be one of 3, 5, got 2",
      ],
    ],
    [
      "leaders of a large domain whose processor time is lent",
      {
        zones: 1,
        data: { type: NODE, count: 11 },
        masters: { type: "t3.medium.search", count: 3 },
      },
      ['topology.masters.type must not be of t from 11 data nodes on, got "t3.medium.search"'],
    ],
  ])("%s", (_, topology, lines) => {
    expect(said({ topology })).toEqual(lines);
  });

  it("nothing about many data nodes that lead themselves: no limit is known", () => {
    expect(said({ topology: { zones: 1, data: { type: NODE, count: 11 } } })).toEqual([""]);
  });

  it("nothing about two nodes that three masters lead", () => {
    const topology: Topology = {
      zones: 2,
      data: { type: NODE, count: 2 },
      masters: { type: NODE, count: 3 },
    };
    expect(said({ topology })).toEqual([""]);
  });
});
