export { DEFAULTS, DnsZone, type DnsZoneProps, dnsZoneProblems } from "./dns-zone.ts";
export { type ListedSet, recordsFromListing } from "./listing.ts";
export { type DnsZoneAddress, ExistingZone, ZoneAccess } from "./zone-access.ts";
