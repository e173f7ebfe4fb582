import type { DnsZone } from "../zone/dns-zone.ts";
import type { CnameRecord, TxtRecord, ZoneRecord } from "./record.ts";

/** What of a zone its mail records need. */
type MailZone = Pick<DnsZone, "name" | "hostname">;

/** Who sends mail in the zone's name, and what happens to mail of others. */
export interface MailPolicy {
  /** Hosts whose SPF policy is taken in: `amazonses.com`. */
  readonly senders: readonly string[];
  /** Address that gets the daily reports. @default no reports */
  readonly reportsTo?: string;
  /** What receivers do with mail that fails. @default "reject" */
  readonly failing?: "quarantine" | "reject";
}

/** SPF and DMARC for a zone that sends mail. DKIM keys are the sender's: add them as TXT or CNAME. */
export function mailPolicy(zone: MailZone, policy: MailPolicy): TxtRecord[] {
  const includes = policy.senders.map((sender) => `include:${sender} `).join("");
  const reports = policy.reportsTo ? `; rua=mailto:${policy.reportsTo}` : "";
  return [
    { type: "TXT", key: "spf", name: zone.name, text: `v=spf1 ${includes}-all` },
    {
      type: "TXT",
      key: "dmarc",
      name: zone.hostname("_dmarc"),
      text: `v=DMARC1; p=${policy.failing ?? "reject"}; adkim=s; aspf=r${reports}`,
    },
  ];
}

/** Says that nobody sends or gets mail in the zone's name, so that nobody can pretend to. */
export function refuseMail(zone: MailZone): ZoneRecord[] {
  return [
    { type: "MX", key: "no-mail", name: zone.name, target: ".", priority: 0 },
    ...mailPolicy(zone, { senders: [] }),
    {
      type: "TXT",
      key: "no-dkim",
      name: zone.hostname("*._domainkey"),
      text: "v=DKIM1; p=",
      wildcard: { reason: "Revokes every DKIM selector: the zone sends no mail" },
    },
  ];
}

/**
 * The record that proves a name to a certificate authority, as its module hands it over. Never
 * proxied: the authority must see the value itself.
 *
 * @param key identity of the record: `prove-api`
 */
export function validationRecord(
  key: string,
  proof: { readonly name: string; readonly value: string },
): CnameRecord {
  return {
    type: "CNAME",
    key,
    name: proof.name,
    target: proof.value,
    proxied: false,
    comment: "Proves the name for its certificate; renewal needs it",
  };
}
