import type { ZoneRecord } from "@groundplan/cloudflare/records";
import type { EdgeCertificate } from "../target/cloudflare.ts";

/** Domains by which CAA records name the authorities that Cloudflare uses. */
const ISSUERS: Readonly<Record<string, readonly string[]>> = {
  google: ["pki.goog"],
  lets_encrypt: ["letsencrypt.org"],
  ssl_com: ["ssl.com"],
  digicert: ["digicert.com"],
};

/** What keeps visitors of a name from being shown a good certificate. */
export function certificateProblems(
  name: string,
  certificates: readonly EdgeCertificate[],
  records: readonly ZoneRecord[],
): string[] {
  const covering = certificates.filter(({ hosts }) => hosts.some((host) => covers(host, name)));
  const active = covering.filter(({ status }) => status === "active");
  if (active.length === 0) {
    const status = covering.map((each) => each.status).join(", ");
    return [
      status
        ? `the certificate for ${name} is ${status}, not active yet: wait for it`
        : `no certificate covers ${name}: order one at Cloudflare, or choose a name one label below the zone`,
    ];
  }
  const refused = active.filter(({ authority }) => !admits(name, authority, records));
  if (refused.length < active.length) return [];
  const authorities = refused.map(({ authority }) => authority).join(", ");
  return [
    `the CAA records for ${name} do not admit ${authorities}, which issues its certificate: the next renewal fails; add a CAA record for ${issuersOf(refused[0]!.authority).join(" or ")}`,
  ];
}

/** True when the nearest CAA records above a name let an authority issue, or there are none. */
function admits(name: string, authority: string, records: readonly ZoneRecord[]): boolean {
  for (let at = name; at.includes("."); at = at.split(".").slice(1).join(".")) {
    const here = records.flatMap((record) =>
      record.type === "CAA" && record.name === at && record.tag === "issue" ? [record.value] : [],
    );
    if (here.length > 0) {
      return here.some((value) => issuersOf(authority).includes(value.split(";")[0]!.trim()));
    }
  }
  return true;
}

function issuersOf(authority: string): readonly string[] {
  return ISSUERS[authority] ?? [authority];
}

/** `*.example.com` covers one label. */
function covers(host: string, name: string): boolean {
  if (host === name) return true;
  return host.startsWith("*.") && name.split(".").slice(1).join(".") === host.slice(2);
}
