import type { Value } from "../../cty/value.ts";
import type { Subject } from "./rule.ts";

type Pattern = readonly [name: RegExp, template: string];

/** What the provider block settles when the author wrote nothing. */
const PLACES: readonly Pattern[] = [
  [/^project(_id)?$/, "{project}"],
  [/^region$/, "{region}"],
  [/^location$/, "{location}"],
  [/^(availability_)?zone$/, "{zone}"],
  [/^id$/, "{hex:17}"],
  [/^name$/, "{alnum:12}"],
];

/** What a value is called, and what it is likely to look like. The first that matches is taken. */
const STRINGS: readonly Pattern[] = [
  // Nothing stands on an Outpost unless its author says so.
  [/^outpost_/, ""],
  [/(^|_)(account_id|owner_id|owner|registry_id|aws_account_id|catalog_id)$/, "{account}"],
  ...PLACES,
  [/^etag$|_etag$|_hash$|^hash$|md5|fingerprint$|checksum|sha256/, "{hex:32}"],
  [
    /(_at|_on|_time|_date|timestamp)$|^(time_|created|modified|updated|expires)/,
    "2025-01-01T00:00:00Z",
  ],
  [/ipv6_cidr/, "2001:db8::/56"],
  [/cidr|_range$/, "10.0.0.0/16"],
  [/ipv6_address|_ipv6$/, "2001:db8::1"],
  [/private_ip|internal_ip/, "10.0.0.{octet}"],
  [/public_ip|ip_address$|(^|_)ip$/, "203.0.113.{octet}"],
  [/email$/, "rehearsal@example.com"],
  [/(url|uri)$/, "https://{hex:10}.rehearsal.example/"],
  [
    /(endpoint|hostname|domain_name|dns_name|fqdn|domain|host|address)$/,
    "{hex:10}.rehearsal.example",
  ],
  [/^(status|state|lifecycle_state)$|_(status|state)$/, "ACTIVE"],
  [/_prefix$|comment|description|message|reason/, ""],
  [/version$/, "1"],
  [/_arn$/, "arn:{partition}:rehearsal:{region}:{account}:{hex:17}"],
  [/(^|_)(id|uid|uuid|unique_id)$/, "{hex:17}"],
];

/** A value for something that only the cloud sets, of which name and primitive type are known. */
export function genericPrimitive(name: string, type: string, self: Subject): Value {
  if (type === "bool") return false;
  if (type === "number") return /version$|revision|generation|serial/.test(name) ? 1 : 0;
  if (type !== "string") return null;
  const found = STRINGS.find(([pattern]) => pattern.test(name));
  return self.expand(found ? found[1] : `${name.replaceAll("_", "-")}-{hex:8}`);
}

/** A value for something that an author could have set and did not: mostly nothing. */
export function zeroOf(name: string, type: string, self: Subject): Value {
  if (type === "bool") return false;
  if (type === "number") return 0;
  if (type !== "string") return null;
  const found = PLACES.find(([pattern]) => pattern.test(name));
  return found ? self.expand(found[1]) : "";
}
