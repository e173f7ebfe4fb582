import {
  between,
  type Finding,
  matching,
  must,
  reasonGiven,
  unique,
} from "@groundplan/core/problems";
import { hostnameProblem } from "../zone/hostname.ts";
import type { AccessProps } from "./access-props.ts";
import type { AccessPolicy } from "./policy.ts";
import type { AccessRule, KnownBy } from "./who.ts";

const KEBAB_CASE = /^[a-z][a-z0-9-]*$/;

/** Longest session that we give, a month: somebody who has left keeps one until it ends. */
const LONGEST_SESSION_HOURS = 730;

/** Everything that is wrong with an application's props. */
export function accessProblems(props: AccessProps): Finding[] {
  const { hosts, policies, sessionHours, identityProviderIds = [] } = props;
  const actions = Object.values(policies).map(({ action }) => action);
  return [
    matching("accountId", props.accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    must(props.name.trim() !== "", "name", "not be empty"),
    must(hosts.length > 0, "hosts", "name at least one host"),
    unique("hosts", hosts),
    ...hosts.flatMap((host) => hostProblems(host, props)),
    between("sessionHours", sessionHours, 1, LONGEST_SESSION_HOURS),
    unique("identityProviderIds", identityProviderIds),
    must(
      actions.some((action) => action !== "deny"),
      "policies",
      "let somebody in",
    ),
    ...Object.entries(policies).flatMap(([key, policy]) => policyProblems(key, policy)),
  ];
}

function hostProblems(host: string, { zone }: AccessProps): Finding[] {
  const [hostname = "", ...path] = host.split("/");
  return [
    must(!/[?#\s]|:\/\/|:\d/.test(host), "hosts", "be a host and a path, and no URL", host),
    must(path.at(-1) !== "", "hosts", "not end in a slash", host),
    hostnameProblem("hosts", hostname, zone, "with wildcards"),
  ];
}

function policyProblems(key: string, policy: AccessPolicy): Finding[] {
  const at = `policies.${key}`;
  const { who, require = [], except = [] } = policy;
  return [
    matching("policies", key, KEBAB_CASE, "have keys in kebab case"),
    must(who.length > 0, `${at}.who`, "name somebody"),
    ...ruleProblems(`${at}.who`, who),
    ...ruleProblems(`${at}.require`, require),
    ...ruleProblems(`${at}.except`, except),
    policy.action === "allow" &&
      between(`${at}.sessionHours`, policy.sessionHours, 1, LONGEST_SESSION_HOURS),
    policy.action === "bypass" && reasonGiven(at, policy.reason),
    ...actionProblems(at, policy),
  ];
}

function ruleProblems(at: string, rules: readonly AccessRule[]): Finding[] {
  return rules.flatMap(({ problem }) => problem?.(at) ?? []);
}

/** What an action cannot know of a visitor, or must know. */
function actionProblems(at: string, { action, who, require = [] }: AccessPolicy): Finding[] {
  const has = (...kinds: KnownBy[]) =>
    [...who, ...require].some(({ knownBy }) => kinds.includes(knownBy));
  const anybody = who.every(({ knownBy }) => knownBy === "everyone" || knownBy === "place");
  switch (action) {
    case "allow":
      return [
        must(!has("machine"), at, 'be "service" for machines: they cannot log in'),
        must(
          !anybody || has("person", "group"),
          at,
          "say which people: whoever can read a mail can log in",
          undefined,
          "name people, domains, groups or a login method in who or require",
        ),
      ];
    case "service":
      return [
        must(has("machine"), at, "name a service token"),
        must(!has("person"), at, "name no people: nobody logs in for it"),
      ];
    case "bypass":
      return [must(!has("person", "machine"), at, "name no people or tokens: it looks at none")];
    case "deny":
      return [];
  }
}
