import { type Finding, must, unique } from "@groundplan/core/problems";
import { canonicalRange } from "../ip-list/ranges.ts";
import { allOf, hostIs, not, pathStartsWith, sourceIs } from "./conditions.ts";
import { block } from "./custom-rules.ts";
import type { EdgeRule } from "./rule.ts";

/** Paths that only some addresses reach. */
export interface ReservedPaths {
  /** Beginnings of the paths: `/admin/`; `/` is all of the API. */
  readonly paths: readonly string[];
  /** IPv4 addresses and ranges, and IPv6 ranges, by who is there: `{ office: ["203.0.113.0/24"] }`. */
  readonly from: Readonly<Record<string, readonly string[]>>;
}

/** Blocks everybody else. Addresses are no log-in: they keep scanners and guessers out, and a thief in the office in. */
export function reservedRule(host: string, { paths, from }: ReservedPaths): EdgeRule {
  const ranges = Object.values(from).flat();
  const rule = block({
    key: "reserve-paths",
    when: allOf(hostIs(host), pathStartsWith(...paths), not(sourceIs(...ranges))),
    description: `For ${Object.keys(from).join(", ")} alone`,
  });
  return {
    ...rule,
    problems: (context) => [
      ...reservedProblems(context.at, { paths, from }),
      ...rule.problems(context),
    ],
  };
}

/** The same requests, but for those of reserved paths: whoever is spared elsewhere is not spared there. */
export function elsewhere(condition: string, reserved: ReservedPaths | undefined): string {
  return reserved ? allOf(condition, not(pathStartsWith(...reserved.paths))) : condition;
}

function reservedProblems(at: string, { paths, from }: ReservedPaths): Finding[] {
  const ranges = Object.entries(from).flatMap(([who, list]) =>
    list.map((range) => ({ who, range })),
  );
  return [
    must(paths.length > 0, `${at}.paths`, "name at least one path"),
    unique(`${at}.paths`, paths),
    ...paths.map((path) => must(path.startsWith("/"), `${at}.paths`, "begin with /", path)),
    must(ranges.length > 0, `${at}.from`, "name at least one address: else nobody gets there"),
    ...ranges.map(({ who, range }) =>
      must(
        canonicalRange(range) !== undefined,
        `${at}.from.${who}`,
        "be addresses or ranges such as 203.0.113.0/24 or 2001:db8::/48, from /8 and /12 on",
        range,
      ),
    ),
  ];
}
