import type { RecordSet } from "@groundplan/core/dns-records";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { Scene } from "../testing/scene.ts";

const ZONE = "shop.test";
const at = (label: string) => (label === "" ? ZONE : `${label}.${ZONE}`);
const DKIM = `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(10)}`;

const SETS: RecordSet[] = [
  { name: at("www"), type: "A", values: ["192.0.2.1", "192.0.2.2"] },
  { name: at("www"), type: "AAAA", values: ["2001:db8::1"] },
  { name: at("blog"), type: "CNAME", values: ["pages.example.net."] },
  { name: at(""), type: "MX", values: ["10 mail.shop.test.", "20 mail.example.net."] },
  { name: at(""), type: "TXT", values: ["v=spf1 include:_spf.example.net -all", 'say "hi"'] },
  { name: at("key._domainkey"), type: "TXT", ttlSeconds: 3600, values: [DKIM] },
  {
    name: at(""),
    type: "CAA",
    values: ['0 issue "letsencrypt.org"', '0 iodef "mailto:a@example.net"'],
  },
  { name: at("_sip._tcp"), type: "SRV", values: ["1 2 5060 sip.example.net."] },
  { name: at("mail"), type: "A", values: ["192.0.2.9"] },
  { name: at("child"), type: "NS", values: ["ns-1.example.net.", "ns-2.example.net."] },
  { name: at("child"), type: "DS", values: [`1 13 2 ${"AB".repeat(32)}`] },
  { name: at("*.dev"), type: "A", ttlSeconds: 30, values: ["192.0.2.7"] },
  { name: at("_25._tcp.mail"), type: "TLSA", values: [`3 1 1 ${"CD".repeat(32)}`] },
  { name: at("ssh"), type: "SSHFP", values: [`4 2 ${"EF".repeat(32)}`] },
  { name: at("ssh"), type: "A", values: ["10.0.0.5"] },
  { name: at("svc"), type: "HTTPS", values: ['1 . alpn="h2"'] },
];

const LOAD_BALANCER = "lb-1.eu-west-1.elb.example.net";
const alias = (label: string, type: "A" | "AAAA", target: string) => ({
  Name: `${at(label)}.`,
  Type: type,
  AliasTarget: { HostedZoneId: "Z1", DNSName: `${target}.`, EvaluateTargetHealth: false },
});

describe.skipIf([missing("moto_server"), missing("named"), missing("nsd")].some(Boolean))(
  "a zone in Route 53 and its copy",
  () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await Scene.start({
        zone: ZONE,
        sets: SETS,
        special: [
          alias("", "A", LOAD_BALANCER),
          alias("api", "A", LOAD_BALANCER),
          alias("api", "AAAA", LOAD_BALANCER),
          alias("web", "A", at("www")),
        ],
        specialLines: [
          "@ 60 A 192.0.2.33",
          "api 60 A 192.0.2.33",
          "web 60 A 192.0.2.1",
          "web 60 A 192.0.2.2",
        ],
        addresses: { [LOAD_BALANCER]: "192.0.2.34" },
      });
    }, 120_000);
    afterAll(() => scene?.end());

    it("are read, converted and found the same by two kinds of name servers, over UDP and TCP", async () => {
      const exported = await scene.step("export");
      expect(exported.problems).toEqual([]);
      expect(exported.said).toBe("22 record sets of shop.test were read");
      const converted = await scene.step("convert");
      expect(converted.problems).toEqual([]);
      expect(converted.facts.filter(([label]) => /^(left out|changed)/.test(label))).toEqual([
        ["left out: NS shop.test", "Cloudflare answers its own"],
        ["left out: SOA shop.test", "Cloudflare answers its own"],
        [
          "left out: AAAA api.shop.test",
          `an alias of ${LOAD_BALANCER}: the CNAME of its A follows it as well`,
        ],
        ["changed: A shop.test", `an alias of ${LOAD_BALANCER}: a CNAME follows it`],
        ["changed: A api.shop.test", `an alias of ${LOAD_BALANCER}: a CNAME follows it`],
        ["changed: A web.shop.test", "an alias of www.shop.test: it has its values"],
      ]);
      expect(converted.warnings).toEqual([
        "TTLs below Cloudflare's least become 60 (1): A *.dev.shop.test",
        "TTLs above 300 become 300 until the zone has moved (1): TXT key._domainkey.shop.test",
      ]);
      await scene.apply();
      const { problems, warnings, said } = await scene.step("parity");
      expect(problems).toEqual([]);
      expect(warnings).toEqual([]);
      expect(said).toMatch(/^names and types: \d+, answers: \d+, differences: 0$/);
    }, 60_000);

    it("differ by what is missing, more, or other, and each difference can be approved", async () => {
      const records = await scene.written();
      const faulty = records
        .filter(({ type }) => type !== "CAA" && type !== "SRV")
        .filter((record) => record.type !== "MX" || record.priority !== 20)
        .map((record) =>
          record.type === "TXT" && record.text === DKIM ? { ...record, text: `${DKIM}x` } : record,
        );
      await scene.apply([
        ...faulty,
        {
          type: "A",
          name: at("forgotten.dev"),
          address: "192.0.2.8",
          proxied: false,
          comment: "By hand",
        },
        { type: "TXT", name: at("_proof.mail"), text: "new" },
        { type: "TXT", name: at("_proof.new.dev"), text: "new" },
      ]);
      const { problems, holds } = await scene.step("parity");
      expect(holds).toBe(false);
      expect(problems.map((each) => each.slice(0, 110)).sort()).toEqual([
        'A _proof.new.dev.shop.test: old "192.0.2.7", new "nothing"',
        'A forgotten.dev.shop.test: old "192.0.2.7", new "192.0.2.8"',
        'A new.dev.shop.test: old "192.0.2.7", new "nothing"',
        'CAA shop.test: old "0 iodef "mailto:a@example.net" | 0 issue "letsencrypt.org"", new "nothing"',
        'MX shop.test: old "10 mail.shop.test | 20 mail.example.net", new "10 mail.shop.test"',
        'SRV _sip._tcp.shop.test: old "1 2 5060 sip.example.net", new "nothing"',
        'TXT _proof.mail.shop.test: old "nothing", new "new"',
        'TXT _proof.new.dev.shop.test: old "nothing", new "new"',
        `TXT key._domainkey.shop.test: old "${DKIM}`.slice(0, 110),
      ]);
      const keys = problems.map((each) => each.split(":")[0]!);
      scene.folder.saveDecisions({
        ...scene.folder.decisions,
        differences: Object.fromEntries(
          [...keys, "MX www.shop.test"].map((key) => [key, "Seen and meant so"]),
        ),
      });
      const approved = await scene.step("parity");
      expect(approved.problems).toEqual([]);
      expect(approved.warnings).toEqual([
        "the difference of MX www.shop.test is approved in move.json, and there is none",
      ]);
    }, 60_000);

    it("are not compared when the old one was edited after its export", async () => {
      await scene.route53.put(scene.zoneId, [
        { Name: `new.${ZONE}.`, Type: "A", TTL: 300, ResourceRecords: [{ Value: "192.0.2.99" }] },
      ]);
      const { problems } = await scene.step("parity");
      expect(problems).toEqual([
        "Route 53 was edited after the export of 2026-03-01T12:00:00.000Z (1 record sets are new or other, 22 were, 23 are): export and convert again",
      ]);
      await scene.route53.remove(scene.zoneId, [
        { Name: `new.${ZONE}.`, Type: "A", TTL: 300, ResourceRecords: [{ Value: "192.0.2.99" }] },
      ]);
    }, 60_000);

    it("are not believed when Route 53 suddenly shows another zone, or an empty one", async () => {
      const before = scene.folder.text("export.json");
      const { decisions } = scene.folder;
      const other = await scene.route53.create("other.test");
      scene.folder.saveDecisions({ ...decisions, hostedZoneId: other });
      expect((await scene.step("export")).problems).toEqual([
        `hosted zone ${other} is other.test, not shop.test`,
      ]);
      const empty = await scene.route53.create(ZONE);
      scene.folder.saveDecisions({ ...decisions, hostedZoneId: empty });
      expect((await scene.step("export")).problems).toEqual([
        "20 of 22 record sets (91 %) would go or change, and 30 % is the most that is believed: look at the difference, and say --accept-change if it is meant",
      ]);
      expect(scene.folder.text("export.json")).toBe(before);
      scene.folder.saveDecisions(decisions);
      scene.now = new Date("2026-03-01T13:00:00Z");
      await scene.step("export");
      expect((await scene.step("parity")).problems).toEqual([
        "export was done again after convert: do convert again",
      ]);
      await scene.step("convert");
    }, 60_000);

    it("cannot be compared while a server is silent", async () => {
      await scene.fresh.stop();
      const { said, problems } = await scene.step("parity");
      expect(said).toBe("not everything was answered");
      expect(problems[0]).toMatch(
        /^127\.\S+:5310 \(127\.\S+\) gave no answer to \w+ of \S+ over (UDP|TCP): /,
      );
      await scene.fresh.up();
    }, 60_000);
  },
);
