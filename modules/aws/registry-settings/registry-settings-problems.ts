import {
  atLeast,
  type Finding,
  known,
  matching,
  must,
  oneOf,
  unique,
  whole,
  within,
} from "@groundplan/core/problems";
import type { AwsLocation } from "../account/index.ts";
import type {
  CacheProps,
  MadeRepositories,
  RegistrySettingsProps,
  ReplicationProps,
} from "./registry-settings-props.ts";
import { UPSTREAMS } from "./upstreams.ts";

const SEGMENT = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
const PATH = /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;
const ACCOUNT = /^\d{12}$/;

/** Rules, and prefixes and places of one: ECR API, ReplicationRuleList and what is in it (botocore, 2015-09-21). */
const MOST = { rules: 25, of: 100, to: 100 };

/** Everything that is wrong with the settings of a registry. */
export function registrySettingsProblems(
  { scanning, caches = {}, replication = {}, receives = {} }: RegistrySettingsProps,
  place: AwsLocation,
): Finding[] {
  const rules = Object.keys(replication).length;
  const both = Object.keys(caches).filter((prefix) => prefix in receives);
  return [
    scanning && oneOf("scanning", scanning, ["basic", "enhanced"]),
    ...Object.entries(caches).flatMap(([prefix, cache]) =>
      cacheProblems(prefix, cache, place).map(below(`caches.${prefix}`)),
    ),
    must(
      both.length === 0,
      "receives",
      "have prefixes of its own: what is made below one is made in one way",
      both.join(", "),
    ),
    must(rules <= MOST.rules, "replication", `have ${MOST.rules} rules at most`, rules),
    ...Object.entries(replication).flatMap(([name, rule]) =>
      within(`replication.${name}`, replicationProblems(rule, place)),
    ),
    ...Object.entries(receives).flatMap(([prefix, received]) => [
      matching(`receives.${prefix}`, prefix, PATH, "be the first part of repositories' names"),
      ...within(`receives.${prefix}`, [
        ...keptProblems(received),
        ...accountProblems("fromAccounts", received.fromAccounts ?? []),
      ]),
    ]),
  ];
}

function below(path: string) {
  return (finding: Finding): Finding =>
    finding && { ...finding, prop: finding.prop ? `${path}.${finding.prop}` : path };
}

function cacheProblems(prefix: string, cache: CacheProps, place: AwsLocation): Finding[] {
  const { upstream, credentialArn } = cache;
  const needs = UPSTREAMS[upstream]?.asksWho;
  const home = `arn:${place.partition}:secretsmanager:${place.region}:${place.accountId}:`;
  return [
    matching("", prefix, SEGMENT, "be one part of a repository's name: docker-hub"),
    must(prefix.length >= 2 && prefix.length <= 30, "", "have 2 to 30 characters", prefix),
    oneOf("upstream", upstream, Object.keys(UPSTREAMS) as (keyof typeof UPSTREAMS)[]),
    must(
      needs !== true || credentialArn !== undefined,
      "credentialArn",
      `be given: ${UPSTREAMS[upstream]?.host} answers nobody whom it does not know`,
    ),
    must(
      needs !== false || credentialArn === undefined,
      "credentialArn",
      `be left out: ${UPSTREAMS[upstream]?.host} asks for none`,
      credentialArn,
    ),
    matching(
      "credentialArn",
      credentialArn,
      /:secret:ecr-pullthroughcache\//,
      "be of a secret whose name begins with ecr-pullthroughcache/: ECR reads no other",
    ),
    known(credentialArn) &&
      must(
        place.accountId === "*" || credentialArn.startsWith(home),
        "credentialArn",
        "be of a secret in this account and region",
        credentialArn,
      ),
    ...keptProblems(cache),
  ];
}

function replicationProblems({ of, to }: ReplicationProps, place: AwsLocation): Finding[] {
  const home = (each: ReplicationProps["to"][number]) =>
    each.region === place.region && (each.accountId ?? place.accountId) === place.accountId;
  return [
    must(of.length > 0, "of", "name what is copied"),
    must(of.length <= MOST.of, "of", `have ${MOST.of} prefixes at most`, of.length),
    unique("of", of),
    ...of.map((prefix) => matching("of", prefix, PATH, "be the first part of repositories' names")),
    must(to.length > 0, "to", "name a place"),
    must(to.length <= MOST.to, "to", `have ${MOST.to} places at most`, to.length),
    unique(
      "to",
      to.map(({ region, accountId = "" }) => `${region} ${accountId}`.trim()),
    ),
    must(!to.some(home), "to", "be other places than this registry", place.region),
    must(
      place.accountId !== "*" || to.every(({ accountId }) => accountId !== undefined),
      "to",
      "have accounts where the stack's account guard names none",
    ),
    ...to.map(({ region }) => matching("to", region, /^[a-z]{2}(-[a-z]+)+-\d$/, "be of regions")),
    ...to.map(({ accountId }) => matching("to", accountId, ACCOUNT, "be accounts of 12 digits")),
  ];
}

function keptProblems({ keepNewest }: MadeRepositories): Finding[] {
  return [atLeast("keepNewest", keepNewest, 2), whole("keepNewest", keepNewest)];
}

function accountProblems(prop: string, accounts: readonly string[]): Finding[] {
  return [
    unique(prop, accounts),
    ...accounts.map((id) => matching(prop, id, ACCOUNT, "be accounts of 12 digits")),
  ];
}
