export * from "./aws-config.ts";
export {
  type Caller,
  CertbotDns,
  type CertbotDnsProps,
  DEFAULTS,
  type GoogleServiceAccount,
} from "./certbot-dns.ts";
export * from "./certbot-user.ts";
export type { RecordChange } from "./challenge-policy.ts";
export { type ChallengeZone, type ChallengeZones, checkZones } from "./challenge-zone.ts";
