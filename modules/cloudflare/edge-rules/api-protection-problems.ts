import { type Finding, renamed } from "@groundplan/core/problems";
import { type ApiProtectionProps, apiProtection } from "./api-protection.ts";
import { compositionProblems } from "./compose.ts";

/** Name of the source that the rules are judged in. */
const SOURCE = "api";

/**
 * Everything that is wrong with the protection of an API in a zone that has no other rules, in the
 * words of its props: `loginRate.periodSeconds`, not the rule that is made of it.
 *
 * @param zoneName the zone's apex
 */
export function apiProtectionProblems(props: ApiProtectionProps, zoneName: string): Finding[] {
  const sources = { [SOURCE]: { priority: 1, rules: apiProtection(props) } };
  return renamed(
    wordsOf(props),
    compositionProblems(sources, { name: zoneName, plan: props.plan }),
  );
}

/** What the author typed, by the path of the rule that it becomes. */
function wordsOf({ knownCallers = [] }: ApiProtectionProps): Record<string, string> {
  const rules: Record<string, string> = {
    "reserve-paths": "reserved",
    "reserve-paths.when": "reserved",
    "spare-verified-bots": "spareVerifiedBots",
    "spare-verified-bots.what": "spareVerifiedBots",
    "spare-clients": "spareFromBotFightMode",
    "spare-clients.what": "spareFromBotFightMode",
    "block-strangers.when": "requiredHeader",
    "challenge-pages.when": "pagePaths",
    "limit-login": "loginRate",
    "limit-login.loginPaths": "loginPaths",
    "limit-login.when": "loginPaths",
    "limit-writes": "writeRate",
    "limit-writes.when": "writeRate",
    "limit-calls": "callRate",
    "limit-calls.when": "callRate",
    ...Object.fromEntries(knownCallers.map(({ key }) => [key, `knownCallers.${key}`])),
  };
  return {
    [`sources.${SOURCE}.rules`]: "knownCallers",
    ...Object.fromEntries(
      Object.entries(rules).map(([rule, typed]) => [`${SOURCE}.${rule}`, typed]),
    ),
  };
}
