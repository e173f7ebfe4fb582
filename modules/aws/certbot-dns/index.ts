export * from "./aws-config.ts";
export {
  type Caller,
  CertbotDns,
  type CertbotDnsProps,
  challengeProblems,
  DEFAULTS,
  type GoogleServiceAccount,
} from "./certbot-dns.ts";
export * from "./certbot-user.ts";
export type { RecordChange } from "./challenge-policy.ts";
export type { ChallengeZone, ChallengeZones } from "./challenge-zone.ts";
