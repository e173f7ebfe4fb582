import { PropsError } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import {
  type BackupLocation,
  jurisdictionOf,
  locationProblems,
  resolveLocation,
} from "./location.ts";

/** The sentences of the problems, as `check` prints them. */
function say(
  location: BackupLocation,
  rules: Partial<Parameters<typeof locationProblems>[1]> = {},
) {
  const found = locationProblems(location, { minimumRegions: 1, ...rules });
  return new PropsError(
    "x",
    found.filter((finding) => !!finding),
  ).message;
}

const KEY = (place: string) => `projects/acme/locations/${place}/keyRings/backups/cryptoKeys/dumps`;

describe("resolveLocation", () => {
  it.each([
    [{ region: "europe-west1" }, { location: "EUROPE-WEST1" }],
    [{ multiRegion: "US" }, { location: "US" }],
    [
      { regions: ["europe-west4", "europe-west1"] },
      {
        location: "EU",
        customPlacementConfig: { dataLocations: ["EUROPE-WEST1", "EUROPE-WEST4"] },
        rpo: "DEFAULT",
      },
    ],
    [
      { regions: ["us-east1", "us-west1"], turbo: true },
      {
        location: "US",
        customPlacementConfig: { dataLocations: ["US-EAST1", "US-WEST1"] },
        rpo: "ASYNC_TURBO",
      },
    ],
  ] as const)("writes %j as the service answers it", (location, expected) => {
    expect(resolveLocation(location)).toEqual(expected);
  });

  it("is the same pair in whatever order it is written", () => {
    const one = resolveLocation({ regions: ["europe-west1", "europe-west4"] });
    expect(resolveLocation({ regions: ["europe-west4", "europe-west1"] })).toEqual(one);
  });
});

describe("jurisdictionOf", () => {
  it.each([
    ["europe-west1", "EU"],
    ["europe-west2", undefined],
    ["europe-west6", undefined],
    ["us-central1", "US"],
    ["asia-northeast1", "ASIA"],
    ["southamerica-east1", undefined],
  ])("places %s in %s", (region, law) => {
    expect(jurisdictionOf(region)).toBe(law);
  });
});

describe("locationProblems", () => {
  it("finds none in a pair of one continent with its key there", () => {
    const rules = { jurisdiction: "EU", minimumRegions: 2, keyId: KEY("europe") } as const;
    expect(say({ regions: ["europe-west1", "europe-west4"] }, rules)).toBe("");
  });

  it("refuses London where the law is the EU's", () => {
    expect(say({ region: "europe-west2" }, { jurisdiction: "EU" })).toBe(
      'x: location must lie in the jurisdiction EU, got "europe-west2"',
    );
  });

  it("refuses a continent under another law", () => {
    expect(say({ multiRegion: "US" }, { jurisdiction: "EU" })).toBe(
      'x: location must lie in the jurisdiction EU, got "US"',
    );
  });

  it("refuses a pair over two continents, and a pair of one region", () => {
    const rule = "x: location.regions must be two different regions of one of ASIA, EU, US";
    expect(say({ regions: ["europe-west1", "us-east1"] })).toBe(
      `${rule}, got ["europe-west1","us-east1"]`,
    );
    expect(say({ regions: ["us-east1", "us-east1"] })).toBe(`${rule}, got ["us-east1","us-east1"]`);
  });

  it("refuses a zone", () => {
    expect(say({ region: "europe-west1-b" })).toBe(
      'x: location.region must be a region, not a zone or a continent, got "europe-west1-b"',
    );
  });

  it("refuses one region where dumps must survive its loss", () => {
    expect(say({ region: "europe-west1" }, { minimumRegions: 2 })).toBe(
      'x: location must keep dumps in at least 2 regions (minimumRegions), got {"region":"europe-west1"}; give a pair as regions, or a multiRegion',
    );
  });

  it.each([
    [{ region: "europe-west1" }, "europe-west1"],
    [{ regions: ["europe-west1", "europe-west4"] }, "europe"],
    [{ multiRegion: "US" }, "us"],
    [{ multiRegion: "ASIA" }, "asia"],
  ] as const)("wants the key of %j in %s", (location, place) => {
    expect(say(location, { keyId: KEY(place) })).toBe("");
    expect(say(location, { keyId: KEY("global") })).toBe(
      `x: encryption.keyId must be a key in ${place}, where the bucket is, got "${KEY("global")}"`,
    );
  });
});
