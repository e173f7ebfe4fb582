import type { ListedSet } from "@groundplan/aws/dns-zone";
import {
  recordSetProblems,
  shadowedNames,
  type ZoneRecord,
  zoneRecordsOf,
} from "@groundplan/cloudflare/records";
import type { RecordSet } from "@groundplan/core/dns-records";
import { describeProblem, type Finding, PropsError } from "@groundplan/core/problems";
import type { Decisions } from "../move/decisions.ts";
import { setKey } from "../move/progress.ts";
import { finished } from "./finish.ts";
import { plainListed } from "./names.ts";
import { type Resolved, resolveSet } from "./resolve.ts";

/** What became of one record set. */
export interface Fate {
  /** `MX example.com`. */
  readonly key: string;
  /** Why it is not among the records, or not as it was; nothing where it simply is. */
  readonly why?: string;
  /** True when no record stands for it. */
  readonly leftOut: boolean;
  /** A name of AWS that it followed, and that a CNAME follows now. */
  readonly alias?: string;
}

/** A zone converted. */
export interface Conversion {
  readonly records: readonly ZoneRecord[];
  /** One for each set, in the order of the export. */
  readonly fates: readonly Fate[];
  /** Everything that has no equivalent, or that Cloudflare would refuse. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Converts what Route 53 has into records for Cloudflare. Each set is a record, a problem, or told. */
export function convertZone(sets: readonly ListedSet[], decisions: Decisions): Conversion {
  const grouped = groupsOf(sets);
  const resolved = [...grouped].map(([key, group]) => ({
    key,
    resolved: safely(() => resolveSet(key, group, { grouped, decisions })),
  }));
  const made = resolved.flatMap(({ key, resolved }) => madeOf(key, resolved));
  const { records, warnings } = finished(
    made.flatMap(({ records }) => records),
    decisions,
  );
  const facts = { name: decisions.zone, plan: decisions.plan };
  const found = recordSetProblems(records, facts, { recordLimit: decisions.recordLimit });
  const shadows = shadowedNames(records, facts).map(
    ({ name, wildcard }) =>
      `${name} has records but no address, so ${wildcard} does not answer for it`,
  );
  return {
    records,
    fates: made.map(({ fate }) => fate),
    problems: [
      ...new Set([
        ...made.flatMap(({ problems }) => problems),
        ...unknownKeys(decisions, grouped),
        ...told(found),
      ]),
    ],
    warnings: [...made.flatMap(({ warnings }) => warnings), ...warnings, ...shadows],
  };
}

interface Made {
  readonly fate: Fate;
  readonly records: readonly ZoneRecord[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

function madeOf(key: string, resolved: Resolved): Made[] {
  const nothing = { records: [], problems: [], warnings: [] };
  if ("problem" in resolved) {
    return [{ ...nothing, fate: { key, leftOut: true }, problems: [resolved.problem] }];
  }
  if ("leftOut" in resolved) {
    return [{ ...nothing, fate: { key, leftOut: true, why: resolved.leftOut } }];
  }
  const { set, why, alias, warning } = resolved;
  const { records, problems } = zoneRecordsOf(set as RecordSet);
  return [
    {
      fate: { key, leftOut: false, ...(why && { why }), ...(alias && { alias }) },
      records,
      problems: told(problems),
      warnings: warning ? [warning] : [],
    },
  ];
}

/** Sets of one name and type together: several of them are routed. */
function groupsOf(sets: readonly ListedSet[]): Map<string, ListedSet[]> {
  const groups = new Map<string, ListedSet[]>();
  for (const set of sets) {
    const key = setKey({ name: plainListed(set.Name), type: set.Type });
    const group = groups.get(key);
    if (group) group.push(set);
    else groups.set(key, [set]);
  }
  return groups;
}

/** A decision about a set that is not there is a mistake of typing. */
function unknownKeys({ sets }: Decisions, grouped: ReadonlyMap<string, unknown>): string[] {
  return Object.keys(sets)
    .filter((key) => !grouped.has(key))
    .map((key) => `move.json: sets["${key}"] names a set that Route 53 does not have`);
}

function safely(resolve: () => Resolved): Resolved {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof PropsError) return { problem: error.message };
    throw error;
  }
}

function told(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => (finding ? [describeProblem("records", finding)] : []));
}
