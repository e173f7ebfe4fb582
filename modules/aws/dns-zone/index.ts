export { DEFAULTS, DnsZone, type DnsZoneProps, dnsZoneProblems } from "./dns-zone.ts";
export { type ListedSet, type Route53Listing, recordsFromListing } from "./listing.ts";
export type { AliasSet, WeightedSet, WeightedShare, ZoneRecordSet } from "./record-set.ts";
export { ExistingZone, type ExistingZoneProps, ZoneAccess } from "./zone-access.ts";
