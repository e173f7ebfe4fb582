import { rangesOf as graphRangesOf } from "@groundplan/apps/music-graph/network";
import { cidrProblem, overlaps, parseCidr } from "@groundplan/core/cidr";
import { type Finding, must, typedIn } from "@groundplan/core/problems";
import type { Environment } from "./environment.ts";

/** The range of one app's network in one environment. */
interface Range {
  readonly environment: Environment;
  /** Who has it, in the words of a message: `prod`, `prod's music-graph`. */
  readonly owner: string;
  /** What was typed. */
  readonly prop: string;
  readonly cidr: string;
}

/**
 * Ranges that are none, or that two networks share: these can never be joined, not even through a
 * third one, whichever cloud they are on.
 *
 * @param fileOf the file that an environment is typed in
 */
export function rangeProblems(
  environments: readonly Environment[],
  fileOf: (environment: Environment) => string,
): Finding[] {
  const ranges = environments.flatMap(rangesOf);
  return ranges.flatMap(({ environment, owner, prop, cidr }, i) => {
    // What meets within one network is said where that is looked at.
    const others = ranges.slice(0, i).filter((other) => other.owner !== owner);
    return typedIn(fileOf(environment), [cidrProblem(prop, cidr), ...meetings(prop, cidr, others)]);
  });
}

function rangesOf(environment: Environment): Range[] {
  const { name, apps } = environment;
  const { "music-library": library, "music-graph": graph } = apps;
  return [
    ...(library
      ? [
          {
            environment,
            owner: name,
            prop: "apps.music-library.network.cidr",
            cidr: library.network.cidr,
          },
        ]
      : []),
    ...(graph && graph.kind !== "shared"
      ? Object.entries(graphRangesOf(graph.network, environment.stage)).map(([prop, cidr]) => ({
          environment,
          owner: `${name}'s music-graph`,
          prop: `apps.music-graph.network.${prop}`,
          cidr,
        }))
      : []),
  ];
}

function meetings(prop: string, cidr: string, earlier: readonly Range[]): Finding[] {
  const own = parseCidr(cidr);
  return earlier.map((other) => {
    const taken = parseCidr(other.cidr);
    const apart = !own || !taken || !overlaps(own, taken);
    return must(apart, prop, `not overlap ${other.cidr} of ${other.owner}`, cidr);
  });
}
