import type { Fields } from "../../cty/value.ts";
import { type Case, having, others, refused, text } from "./case.ts";

/** Kinds of which a CNAME is none beside, and what they are called together. */
const ADDRESSES: readonly string[] = ["A", "AAAA"];

/**
 * Refuses a DNS record of Cloudflare's that cannot stand beside another one of its name.
 * Words: cloudflare/terraform-provider-cloudflare#1247, favonia/cloudflare-ddns#990, jeessy2/ddns-go#1378.
 */
export function checkRecord(subject: Case): void {
  const { type, planned, before } = subject;
  if (type !== "cloudflare_dns_record" || !planned) return;
  const name = nameOf(planned, subject);
  const beside = others(subject, type, "zone_id", text(planned, "zone_id"))
    .map(({ object }) => object)
    .filter((object) => nameOf(object, subject) === name);
  const clash = clashOf(planned, beside);
  if (clash) throw refused(`${before ? "updating" : "creating"} ${type} (${name})`, ...clash);
}

function clashOf(
  planned: Fields,
  beside: readonly Fields[],
): [code: string, message: string] | undefined {
  const kind = text(planned, "type");
  const kinds = beside.map((object) => text(object, "type"));
  if (beside.some((object) => contentOf(object) === contentOf(planned))) {
    return ["81058", "An identical record already exists."];
  }
  if (kind === "CNAME" && kinds.some((each) => each === "CNAME" || ADDRESSES.includes(each))) {
    return ["81053", "An A, AAAA, or CNAME record with that host already exists."];
  }
  if (ADDRESSES.includes(kind) && kinds.includes("CNAME")) {
    return ["81054", "A CNAME record with that host already exists."];
  }
  return undefined;
}

/** A name as the zone has it: whole, however it was written. */
function nameOf(record: Fields, { clouds }: Case): string {
  const written = text(record, "name").toLowerCase().replace(/\.$/, "");
  const [zone] = having(clouds, "cloudflare_zone", "id", text(record, "zone_id"));
  const domain = text(zone?.object, "name").toLowerCase();
  if (domain === "" || written === domain || written.endsWith(`.${domain}`)) return written;
  return written === "@" ? domain : `${written}.${domain}`;
}

/** What a record says: its kind, and its content or the parts that it is written in. */
function contentOf(record: Fields): string {
  const { type = null, content = null, data = null, priority = null } = record;
  const parts = [type, data === null ? content : data, priority];
  return JSON.stringify(parts, (_key, each) => (typeof each === "bigint" ? `${each}` : each));
}
