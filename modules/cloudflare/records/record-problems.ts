import { between, type Finding, must, reasonGiven } from "@groundplan/core/problems";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import { covers, type PerPlan, type Plan } from "../zone/plan.ts";
import { isLiteral, isProxied, labelOf, type ZoneRecord } from "./record.ts";
import { valueProblems } from "./value-problems.ts";

/** Longest comment. Source: cloudflare-docs, plans/index.json, record_comments (2026). */
const COMMENT_LIMIT: PerPlan<number> = { free: 100, pro: 500, business: 500, enterprise: 500 };

/** First labels of names that no browser visits. */
const NOT_WEB = /^(mail|smtp|imap|pop3?|mx\d*|ssh|s?ftp|ns\d*|bastion)$/;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Everything that is wrong with one record, whatever else is in the zone. */
export function recordProblems(at: string, record: ZoneRecord, zone: ZoneFacts): Finding[] {
  return [
    ...nameProblems(at, record, zone),
    ...proxyProblems(at, record, zone),
    ...ttlProblems(at, record, zone.plan),
    ...valueProblems(at, record),
    must(
      (record.comment?.length ?? 0) <= COMMENT_LIMIT[zone.plan],
      `${at}.comment`,
      `have at most ${COMMENT_LIMIT[zone.plan]} characters on the ${zone.plan} plan`,
      record.comment?.length,
    ),
  ];
}

function nameProblems(at: string, record: ZoneRecord, zone: ZoneFacts): Finding[] {
  const { name, wildcard } = record;
  const label = labelOf(name, zone.name);
  if (label === undefined) {
    const rule = isLiteral(zone.name)
      ? `be ${zone.name} or end in .${zone.name}`
      : 'be zone.name or zone.hostname("..."): the zone\'s name is known only at apply';
    return [must(!isLiteral(name), `${at}.name`, rule, name)];
  }
  const [first = "", ...others] = label.split(".");
  const plain =
    label === "" || [first === "*" ? "x" : first, ...others].every((l) => LABEL.test(l));
  return [
    must(plain, `${at}.name`, "be lower-case labels, with * only as the first one", name),
    must(name.length <= 253 || !isLiteral(name), `${at}.name`, "have at most 253 characters", name),
    first === "*" && reasonGiven(`${at}.wildcard`, wildcard?.reason),
    must(record.type !== "NS" || label !== "", `${at}.name`, "be below the apex for NS", name),
    must(record.type !== "DS" || label !== "", `${at}.name`, "be below the apex for DS", name),
    must(
      record.type !== "SRV" || /^_[^.]+\._(tcp|udp|tls)(\.|$)/.test(label),
      `${at}.name`,
      "begin with _service._tcp or _service._udp for SRV",
      name,
    ),
  ];
}

function proxyProblems(at: string, record: ZoneRecord, zone: ZoneFacts): Finding[] {
  const label = labelOf(record.name, zone.name) ?? record.name;
  const first = label.split(".")[0] ?? "";
  const grey = first.startsWith("_") || NOT_WEB.test(first) || !isLiteral(label);
  if (!("proxied" in record)) return [];
  const allowed = ["A", "AAAA", "CNAME"].includes(record.type);
  if (record.proxied) {
    return [
      must(allowed, `${at}.proxied`, "be left out for anything but A, AAAA and CNAME"),
      must(
        !grey,
        `${at}.proxied`,
        "be false: the name is not for browsers, and Cloudflare passes on nothing but HTTP",
      ),
    ];
  }
  return [
    must(
      grey || record.comment !== undefined || record.wildcard !== undefined || isExplained(record),
      `${at}.comment`,
      "say why the name bypasses Cloudflare and shows its origin",
    ),
  ];
}

/** A private address has said its reason already. */
function isExplained(record: ZoneRecord): boolean {
  return "privateAddress" in record && record.privateAddress !== undefined;
}

function ttlProblems(at: string, record: ZoneRecord, plan: Plan): Finding[] {
  if (isProxied(record)) {
    return [
      must(
        record.ttlSeconds === undefined,
        `${at}.ttlSeconds`,
        "be left out for a proxied name",
        record.ttlSeconds,
        "Cloudflare answers with 300 s; the provider refuses another value only at apply",
      ),
    ];
  }
  return [
    between(`${at}.ttlSeconds`, record.ttlSeconds, covers(plan, "enterprise") ? 30 : 60, 86400),
  ];
}
