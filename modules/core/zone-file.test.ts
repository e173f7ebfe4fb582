import { describe, expect, it } from "vitest";
import { refusal } from "./testing/synth.ts";
import { parseZoneFile } from "./zone-file.ts";

const ZONE = "graph.example.org";

describe("a zone file", () => {
  it("is read as record sets, with names in full and the apex's own left out", () => {
    const text = `
$TTL 1h
@       IN SOA ns1.example.org. host.example.org. (
          2026112101 ; serial
          7200 900 1209600 300 )
        IN NS   ns1.example.org.
        300 IN A 203.0.113.5
        IN A    203.0.113.6 ; the second one
www     CNAME   @
*.Old   IN 2d CNAME www
mail    MX      10 mx1
        MX      20 mx2.example.net.
@       TXT     "v=spf1 include:_spf.example.org -all"
key     TXT     ( "p=abc"
                  "def" )
dev     NS      ns-1.awsdns-1.com.
_sip._tcp SRV   0 5 5060 sip
@       CAA     0 issue "letsencrypt.org"
$ORIGIN sub.graph.example.org.
host    AAAA    2001:db8::1
`;
    expect(parseZoneFile(text, ZONE)).toEqual([
      { name: ZONE, type: "A", ttlSeconds: 300, values: ["203.0.113.5", "203.0.113.6"] },
      { name: `www.${ZONE}`, type: "CNAME", ttlSeconds: 3600, values: [`${ZONE}.`] },
      { name: `*.old.${ZONE}`, type: "CNAME", ttlSeconds: 172_800, values: [`www.${ZONE}.`] },
      {
        name: `mail.${ZONE}`,
        type: "MX",
        ttlSeconds: 3600,
        values: [`10 mx1.${ZONE}.`, "20 mx2.example.net."],
      },
      {
        name: ZONE,
        type: "TXT",
        ttlSeconds: 3600,
        values: ["v=spf1 include:_spf.example.org -all"],
      },
      { name: `key.${ZONE}`, type: "TXT", ttlSeconds: 3600, values: ["p=abcdef"] },
      { name: `dev.${ZONE}`, type: "NS", ttlSeconds: 3600, values: ["ns-1.awsdns-1.com."] },
      {
        name: `_sip._tcp.${ZONE}`,
        type: "SRV",
        ttlSeconds: 3600,
        values: [`0 5 5060 sip.${ZONE}.`],
      },
      { name: ZONE, type: "CAA", ttlSeconds: 3600, values: ['0 issue "letsencrypt.org"'] },
      { name: `host.sub.${ZONE}`, type: "AAAA", ttlSeconds: 3600, values: ["2001:db8::1"] },
    ]);
  });

  it("keeps semicolons, brackets and escapes of a text", () => {
    const text = String.raw`@ TXT "v=DKIM1; k=rsa (1)" "say \"hi\" \065 \\065"`;
    expect(parseZoneFile(text, ZONE)[0]?.values).toEqual([
      String.raw`v=DKIM1; k=rsa (1)say "hi" A \065`,
    ]);
  });

  it("is refused with every line that says something unknown", () => {
    const text = "@ A 203.0.113.5\n$INCLUDE other.zone\nwww HINFO PC LINUX\n";
    expect(refusal(() => parseZoneFile(text, ZONE))).toBe(
      [
        'zone file of graph.example.org: line 2 must be a record, $ORIGIN or $TTL, got "$INCLUDE"',
        'zone file of graph.example.org: line 3 must be of a type that is known (A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT), got "HINFO"',
      ].join("\n"),
    );
  });
});
