import { describe, expect, it } from "vitest";
import { mailPolicy, recordSetProblems, refuseMail } from "./index.ts";

const zone = {
  name: "example.com",
  plan: "free",
  hostname: (label: string) => `${label}.example.com`,
} as const;

describe("a zone that sends mail", () => {
  it("names its senders and has the rest refused (CLF-10)", () => {
    const records = mailPolicy(zone, {
      senders: ["amazonses.com", "_spf.example.net"],
      reportsTo: "dmarc@example.com",
    });
    expect(records.map(({ name, text }) => [name, text])).toEqual([
      ["example.com", "v=spf1 include:amazonses.com include:_spf.example.net -all"],
      ["_dmarc.example.com", "v=DMARC1; p=reject; adkim=s; aspf=r; rua=mailto:dmarc@example.com"],
    ]);
  });

  it("can have failing mail put aside while it learns who its senders are", () => {
    const [, dmarc] = mailPolicy(zone, { senders: [], failing: "quarantine" });
    expect(dmarc!.text).toBe("v=DMARC1; p=quarantine; adkim=s; aspf=r");
  });
});

describe("a zone without mail", () => {
  it("says so in every way that receivers ask", () => {
    expect(refuseMail(zone)).toMatchObject([
      { type: "MX", name: "example.com", target: ".", priority: 0 },
      { type: "TXT", name: "example.com", text: "v=spf1 -all" },
      { type: "TXT", name: "_dmarc.example.com", text: "v=DMARC1; p=reject; adkim=s; aspf=r" },
      { type: "TXT", name: "*._domainkey.example.com", text: "v=DKIM1; p=" },
    ]);
  });

  it("has records that pass the checks", () => {
    expect(recordSetProblems(refuseMail(zone), zone).filter(Boolean)).toEqual([]);
  });
});
