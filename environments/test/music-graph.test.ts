import { PropsError } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";

/** What validation says of a platform, without where it stands. */
function saidOf(environment: Environment): string[] {
  try {
    validate([shared, environment]);
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    const where = `environments/${environment.name}/environment.ts: apps.music-graph.`;
    return error.message.split("\n").map((line) => line.replace(where, ""));
  }
}

/** dev or prod whose host boots from another image. */
function bootsFrom(environment: typeof dev | typeof prod, image: object): Environment {
  const graph = environment.apps["music-graph"];
  return {
    ...environment,
    apps: { "music-graph": { ...graph, host: { ...graph.host, image } } as typeof graph },
  };
}

describe("the image that a host of music-graph boots from", () => {
  it("is in prod one that was built for it, and no family", () => {
    expect(saidOf(bootsFrom(prod, { family: "music-graph-host" }))).toEqual([
      'host.image.family must be an exact image in prod, got "music-graph-host"; give image: the name that the build printed, so that a rebuild of the machine runs what was tried',
    ]);
    expect(saidOf(bootsFrom(prod, { image: "music-graph-host" }))).toEqual([
      'host.image.image must be a name that the build printed: music-graph-host-<time>-<commit>, got "music-graph-host"',
    ]);
  });

  it("is in dev of the family that is built for it, or of one to try something out", () => {
    expect(saidOf(bootsFrom(dev, { family: "debian-13" }))).toEqual([
      'host.image.family must be music-graph-host, or that with a word behind it, got "debian-13"',
    ]);
    expect(saidOf(bootsFrom(dev, { family: "music-graph-host-podman" }))).toEqual([]);
  });
});
