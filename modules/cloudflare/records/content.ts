import type { DnsRecordConfig } from "@cdktf/provider-cloudflare/lib/dns-record/index.js";
import { Fn, Token } from "cdktf";
import { canonicalIpv6 } from "./addresses.ts";
import { isLiteral, type ZoneRecord } from "./record.ts";
import { quoteTxt } from "./txt.ts";

/** The part of a resource that says what the record answers. */
type Content = Pick<DnsRecordConfig, "content" | "data" | "priority">;

/**
 * What a record answers, in Cloudflare's words: `content` for plain records, `data` for those with
 * several parts (their `content` is computed).
 */
export function contentOf(record: ZoneRecord): Content {
  switch (record.type) {
    case "A":
      return { content: record.address };
    case "AAAA":
      return {
        content: isLiteral(record.address) ? canonicalIpv6(record.address) : record.address,
      };
    case "CNAME":
    case "NS":
      return { content: hostname(record.target) };
    case "MX":
      return { content: hostname(record.target), priority: record.priority };
    case "TXT":
      return { content: isLiteral(record.text) ? quoteTxt(record.text) : `"${record.text}"` };
    default:
      return dataOf(record);
  }
}

type Structured = Exclude<ZoneRecord, { type: "A" | "AAAA" | "CNAME" | "NS" | "MX" | "TXT" }>;

function dataOf(record: Structured): Content {
  switch (record.type) {
    case "CAA":
      return {
        data: {
          // The binding types `flags` as a map and turns the number 0 into {}.
          flags: Token.asAny(record.critical ? 128 : 0) as unknown as Record<string, unknown>,
          tag: record.tag,
          value: record.value,
        },
      };
    case "SRV": {
      const { priority, weight, port } = record;
      return { priority, data: { priority, weight, port, target: hostname(record.target) } };
    }
    case "HTTPS":
    case "SVCB":
      return {
        data: {
          priority: record.priority,
          target: hostname(record.target),
          value: record.parameters ?? "",
        },
      };
    case "DS": {
      const { keyTag, algorithm, digestType, digest } = record;
      return { data: { keyTag, algorithm, digestType, digest } };
    }
    case "TLSA": {
      const { usage, selector, matchingType, certificate } = record;
      return { data: { usage, selector, matchingType, certificate } };
    }
    case "SSHFP": {
      const { algorithm, fingerprintType, fingerprint } = record;
      return { data: { algorithm, type: fingerprintType, fingerprint } };
    }
  }
}

/**
 * Lower case and without the final dot that AWS and others write: Cloudflare keeps it so. What is
 * known only at apply loses its dot there.
 */
export function hostname(target: string): string {
  if (Token.isUnresolved(target)) return Token.asString(Fn.trimsuffix(target, "."));
  if (!isLiteral(target) || target === ".") return target;
  return target.toLowerCase().replace(/\.$/, "");
}
