import type { Value } from "../../cty/value.ts";
import type { Subject } from "./rule.ts";

/** What a value is called, and what it is likely to look like. The first that matches is taken. */
const STRINGS: readonly (readonly [name: RegExp, template: string])[] = [
  [/(^|_)(account_id|owner_id|owner|registry_id|aws_account_id|catalog_id)$/, "{account}"],
  [/^project$/, "{project}"],
  [/^region$|_region$/, "{region}"],
  [/^(availability_)?zone$/, "{zone}"],
  [/^availability_zone_id$/, "{region}-az1"],
  [/^etag$|_etag$|_hash$|^hash$|md5|fingerprint$|checksum/, "{hex:32}"],
  [/(_at|_on|_time|_date|timestamp|^created|^modified|^updated|^expires)$/, "2025-01-01T00:00:00Z"],
  [/ipv6_cidr/, "2001:db8::/56"],
  [/cidr|_range$/, "10.0.0.0/16"],
  [/ipv6_address|_ipv6$/, "2001:db8::1"],
  [/private_ip|internal_ip/, "10.0.0.10"],
  [/public_ip|ip_address$|(^|_)ip$/, "203.0.113.10"],
  [/email$/, "rehearsal@example.com"],
  [/(url|uri|endpoint_address)$/, "https://{hex:10}.rehearsal.example/"],
  [
    /(endpoint|hostname|domain_name|dns_name|fqdn|domain|host|address)$/,
    "{hex:10}.rehearsal.example",
  ],
  [/^(status|state|lifecycle_state)$|_(status|state)$/, "ACTIVE"],
  [/^name_prefix$|_prefix$|^comment$|^description$|message|reason/, ""],
  [/version$/, "1"],
  [/(^|_)(id|uid|uuid|unique_id)$/, "{hex:17}"],
];

const NUMBERS: readonly (readonly [name: RegExp, value: number])[] = [
  [/port$/, 443],
  [/version$|revision|generation|serial/, 1],
];

/** A value for an attribute of which only name and primitive type are known. */
export function genericPrimitive(name: string, type: string, self: Subject): Value {
  if (type === "bool") return false;
  if (type === "number") return NUMBERS.find(([pattern]) => pattern.test(name))?.[1] ?? 0;
  if (type !== "string") return null;
  const found = STRINGS.find(([pattern]) => pattern.test(name));
  return self.expand(found ? found[1] : `${name.replaceAll("_", "-")}-{hex:8}`);
}
