import { type Finding, must } from "@groundplan/core/problems";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import type { PerPlan } from "../zone/plan.ts";
import { hostname } from "./content.ts";
import { recordValue } from "./identity.ts";
import { isLiteral, isProxied, labelOf, targetOf, type ZoneRecord } from "./record.ts";

/** Records with the ids that they get. */
export type Identified = readonly (readonly [id: string, record: ZoneRecord])[];

/** What is allowed in a set of records. */
export interface RecordSetOptions {
  /** Names two or more labels below the apex may be proxied. @default false */
  readonly advancedCertificate?: boolean;
  /** Records that the zone holds, where Cloudflare has granted more than its plan has. @default the plan's */
  readonly recordLimit?: number;
}

/** Records in one zone. Source: cloudflare-docs, plans/index.json, record_management (2026). */
const RECORD_LIMIT: PerPlan<number> = { free: 200, pro: 3500, business: 3500, enterprise: 3500 };

/** Everything that is wrong between the records of one set. */
export function setProblems(
  records: Identified,
  zone: ZoneFacts,
  { advancedCertificate = false, recordLimit = RECORD_LIMIT[zone.plan] }: RecordSetOptions,
): Finding[] {
  return [
    must(
      records.length <= recordLimit,
      "records",
      `be at most ${recordLimit} on the ${zone.plan} plan`,
      records.length,
    ),
    ...duplicateProblems(records),
    ...records.map(([id, record]) => cnameProblem(id, record, records, zone)),
    ...records.map(([id, record]) => proxiedTargetProblem(id, record, records)),
    ...mailProblems(records),
    ...(advancedCertificate ? [] : records.map(([id, record]) => depthProblem(id, record, zone))),
  ];
}

function duplicateProblems(records: Identified): Finding[] {
  const seen = new Map<string, string>();
  return records.map(([id, record]) => {
    const value = recordValue(record);
    if (!isLiteral(value)) return undefined;
    const identity = [record.type, record.name, value.toLowerCase()].join(" ");
    const first = seen.get(identity);
    seen.set(identity, first ?? id);
    const twin = first !== undefined && first !== id;
    return twin && must(false, id, `differ from ${first}`, identity);
  });
}

/**
 * A CNAME stands alone at its name. At the apex Cloudflare answers with the target's addresses, so
 * mail and text records may stand beside it there.
 */
function cnameProblem(
  id: string,
  record: ZoneRecord,
  records: Identified,
  zone: ZoneFacts,
): Finding {
  if (record.type !== "CNAME") return undefined;
  const beside = ["A", "AAAA", "CNAME", "NS"];
  const apex = record.name === zone.name;
  const others = records
    .filter(([, other]) => other !== record && other.name === record.name)
    .filter(([, other]) => !apex || beside.includes(other.type));
  return must(
    others.length === 0,
    id,
    `be the only record of ${record.name}`,
    others.map(([other]) => other).join(", "),
  );
}

/** Mail, services and child zones speak no HTTP: what they point at must not be proxied. */
function proxiedTargetProblem(id: string, record: ZoneRecord, records: Identified): Finding {
  if (!["MX", "SRV", "NS"].includes(record.type)) return undefined;
  const target = targetOf(record)!;
  const proxied = records.find(
    ([, other]) => isProxied(other) && isLiteral(target) && other.name === hostname(target),
  );
  return (
    proxied &&
    must(false, `${id}.target`, "not be a proxied name", target, `make ${proxied[0]} grey`)
  );
}

/** Two SPF or DMARC policies at one name count as none (RFC 7208, RFC 7489). */
function mailProblems(records: Identified): Finding[] {
  return ["v=spf1", "v=DMARC1"].flatMap((version) => {
    const found = records.filter(([, r]) => r.type === "TXT" && r.text.startsWith(version));
    return found.map(([id, record], i) => {
      const first = found.findIndex(([, other]) => other.name === record.name);
      return must(first === i, id, `be the only ${version} record of its name`, found[first]![0]);
    });
  });
}

/** Universal SSL covers the apex and one label below it. */
function depthProblem(id: string, record: ZoneRecord, zone: ZoneFacts): Finding {
  const label = labelOf(record.name, zone.name) ?? "";
  return must(
    !isProxied(record) || !label.includes("."),
    `${id}.name`,
    "be one label below the zone when proxied: no certificate covers deeper names",
    record.name,
    "use another name, or set advancedCertificate when the zone has one",
  );
}
