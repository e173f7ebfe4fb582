import { between, type Finding, must, oneOf } from "@groundplan/core/problems";
import { type AwsIdentity, IDENTITY_KEYS, identityProblems, regionNamed } from "../aws/identity.ts";
import { differencesProblems, elsewhere, unknownKeys, variableNamed } from "../plan/rules.ts";

/** Where Elasticsearch or OpenSearch is, and as whom it is asked. */
export interface SearchPlace extends AwsIdentity {
  /** `https://search.internal:9200`. */
  readonly url: string;
  /** Region of a domain of AWS: requests are signed. @default they are not */
  readonly region?: string;
  /** A user of its own, where requests are not signed. @default nobody in particular */
  readonly user?: string;
  /** Name of the environment variable with that user's password. @default there is none */
  readonly passwordVariable?: string;
}

/** Indexes that move. */
export interface SearchPlan {
  /** `reindex`: the target reads from the source. `application`: its own command fills the target. */
  readonly by: "reindex" | "application";
  readonly source: SearchPlace;
  readonly target: SearchPlace;
  /** reindex: the source as the target reaches it. @default as we do, with the source's user */
  readonly sourceSeenByTarget?: SearchPlace;
  /** Names of the indexes. @default all whose names do not begin with a dot */
  readonly indexes?: readonly string[];
  /** reindex: documents that the target asks for at a time; fewer where they are large. @default 1000 */
  readonly batch?: number;
  /** Documents up to which an index is compared whole, in memory. @default 100000 */
  readonly wholeUpTo?: number;
  /** Documents that are compared of a larger index. @default 1000 */
  readonly sample?: number;
  /** Chooses them; another seed, other documents. @default 1 */
  readonly seed?: number;
  /** Indexes that may differ, each with the reason. @default none */
  readonly differences?: Readonly<Record<string, string>>;
}

const PLACE_KEYS = ["url", "region", "user", "passwordVariable", ...IDENTITY_KEYS];
const KEYS = [
  ...["by", "source", "target", "sourceSeenByTarget", "indexes", "batch"],
  ...["wholeUpTo", "sample", "seed", "differences"],
];

/** Everything that is wrong with what somebody wrote of indexes. */
export function searchProblems(plan: SearchPlan): Finding[] {
  const { by, source, target, sourceSeenByTarget: seen, differences } = plan;
  return [
    ...unknownKeys("search.", plan, KEYS),
    oneOf("search.by", by, ["reindex", "application"]),
    must(by !== undefined, "search.by", "be one of reindex, application"),
    ...placeProblems("search.source", source),
    ...placeProblems("search.target", target),
    ...(seen ? placeProblems("search.sourceSeenByTarget", seen) : []),
    must(
      !seen || by === "reindex",
      "search.sourceSeenByTarget",
      "stand only where the target reads from the source: by reindex",
    ),
    must(
      by !== "reindex" || !(seen ?? source)?.region || target?.region !== undefined,
      "search.sourceSeenByTarget",
      "name a user: only a domain of AWS signs what it asks",
    ),
    elsewhere("search", source?.url, target?.url),
    between("search.batch", plan.batch, 1, 10_000),
    between("search.wholeUpTo", plan.wholeUpTo, 0, 1_000_000),
    between("search.sample", plan.sample, 1, 10_000),
    must(
      plan.indexes === undefined || (Array.isArray(plan.indexes) && plan.indexes.length > 0),
      "search.indexes",
      "be a list of names, one or more",
    ),
    ...differencesProblems("search", differences),
  ];
}

function placeProblems(prop: string, place: SearchPlace | undefined): Finding[] {
  if (!place || typeof place !== "object") return [must(false, prop, "be a place", place)];
  const { url = "", region, user, passwordVariable } = place;
  const isAddress = URL.canParse(url) && /^https?:\/\/[^/@]+$/.test(url);
  return [
    ...unknownKeys(`${prop}.`, place, PLACE_KEYS),
    // Not told: somebody may have written a password into it.
    must(
      isAddress,
      `${prop}.url`,
      "be an address without user and path: https://search.internal:9200",
    ),
    regionNamed(`${prop}.region`, region),
    must(
      !(region && user),
      `${prop}.user`,
      "not stand beside region: a request is signed, or has a user",
    ),
    must(
      (user !== undefined) === (passwordVariable !== undefined),
      `${prop}.passwordVariable`,
      "stand together with user",
    ),
    variableNamed(`${prop}.passwordVariable`, passwordVariable),
    ...identityProblems(prop, place),
  ];
}
