import { join } from "node:path";
import type { RecordSet } from "@groundplan/core/dns-records";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { NameServer } from "../testing/name-server.ts";
import { NEW_SERVER, OLD_SERVER, Scene } from "../testing/scene.ts";

const ZONE = "shop.test";
const WWW = `www.${ZONE}`;
const SETS: RecordSet[] = [
  { name: ZONE, type: "CAA", values: ['0 issue "pki.goog"'] },
  { name: ZONE, type: "MX", values: ["10 mail.shop.test."] },
  { name: WWW, type: "A", values: ["192.0.2.1"] },
  { name: `api.${ZONE}`, type: "A", values: ["192.0.2.2"] },
  { name: `mail.${ZONE}`, type: "A", values: ["192.0.2.9"] },
  { name: `in.${ZONE}`, type: "A", values: ["10.0.0.1"] },
  { name: `_acme-challenge.${ZONE}`, type: "NS", values: ["ns-1.example.net."] },
];
const ACTIVE = { status: "active", hosts: [ZONE, `*.${ZONE}`], certificate_authority: "google" };

describe.skipIf([missing("moto_server"), missing("named"), missing("nsd")].some(Boolean))(
  "a zone that has been told to move",
  () => {
    let scene: Scene;
    let parent: NameServer;
    const delegated = (to: string) => ({
      zone: "test",
      nameServers: { "ns.test": undefined },
      lines: [`${ZONE}. 5 NS ${to}.`],
    });
    const later = (hours: number) => {
      scene.now = new Date(scene.now.getTime() + hours * 3_600_000);
    };

    beforeAll(async () => {
      scene = await Scene.start({ zone: ZONE, sets: SETS });
      const address = scene.addresses[2]!;
      const place = { folder: join(scene.temporary, "parent"), address, port: 5310 };
      parent = await NameServer.start("nsd", place, delegated(OLD_SERVER));
      scene.ending(() => parent.stop());
      const { decisions } = scene.folder;
      const { servers } = decisions;
      // Who asks the new servers themselves is a resolver without a cache.
      const seen = {
        resolvers: servers!.new!,
        servers: { ...servers, parent: [`${address}:5310`] },
      };
      scene.folder.saveDecisions({ ...decisions, ...seen });
      await scene.bring();
    }, 120_000);
    afterAll(() => scene?.end());

    it("is not cut over while a gate is closed, a proof is old, or a name is proxied already", async () => {
      expect((await scene.step("watch")).problems).toEqual([
        "the registrar was not told yet: infra dns cutover shop.test",
      ]);
      expect((await scene.step("cutover")).problems).toEqual(["parity was not done yet"]);
      await scene.step("parity");
      later(25);
      scene.cloudflare.records = scene.cloudflare.records.map((each) => ({
        ...each,
        proxied: each.name === WWW,
      }));
      scene.cloudflare.status = "moved";
      expect((await scene.step("cutover")).problems).toEqual([
        "parity was proven 25 hours ago, and 24 is the most: prove it again",
        "A www.shop.test is proxied at Cloudflare: every name is grey until the zone has moved",
        "the zone at Cloudflare is moved",
      ]);
      scene.cloudflare.status = "pending";
      await scene.apply();
      await scene.step("parity");
      expect((await scene.step("cutover")).holds).toBe(true);
      expect((await scene.step("export")).problems).toEqual([
        "the move is under way: what stood in Route 53 on 2026-03-04T12:00:00.000Z is what is compared with",
      ]);
    }, 60_000);

    it("is watched until parent, Cloudflare and certificate are there; Cloudflare is asked to look once an hour", async () => {
      await parent.serve(delegated(NEW_SERVER));
      expect((await scene.step("watch")).problems).toEqual([
        "the zone at Cloudflare is pending, not active",
        "no certificate covers shop.test: order one at Cloudflare, or choose a name one label below the zone",
      ]);
      await scene.step("watch");
      later(1);
      await scene.step("watch");
      expect(scene.cloudflare.writes).toHaveLength(2);
      scene.cloudflare.status = "active";
      scene.cloudflare.packs = [ACTIVE];
      expect((await scene.step("watch")).problems).toEqual([]);
    }, 60_000);

    it("shows its mail records to every resolver, or is not through", async () => {
      await scene.apply((await scene.written()).filter(({ type }) => type !== "MX"));
      expect((await scene.step("watch")).problems).toEqual([
        expect.stringMatching(
          /^resolver \S+ says for MX shop\.test: "nothing", not "10 mail\.shop\.test"$/,
        ),
      ]);
      expect((await scene.step("proxy", { name: WWW })).problems).toEqual([
        "watch is not through: not everybody is there",
      ]);
      await scene.apply();
      await scene.step("watch");
    }, 60_000);

    it("gets one name after the other behind Cloudflare, each only when it is good", async () => {
      scene.cloudflare.packs = [{ ...ACTIVE, certificate_authority: "lets_encrypt" }];
      expect((await scene.step("proxy", { name: WWW })).problems).toEqual([
        "the CAA records for www.shop.test do not admit lets_encrypt, which issues its certificate: the next renewal fails; add a CAA record for letsencrypt.org",
      ]);
      scene.cloudflare.packs = [ACTIVE];
      expect((await scene.step("proxy", { name: `mail.${ZONE}` })).problems[0]).toMatch(
        /^records: a-mail-192\.0\.2\.9\.proxied must be false: /,
      );
      expect((await scene.step("proxy", { name: `in.${ZONE}` })).problems[0]).toMatch(
        /must be public for a proxied name/,
      );
      expect((await scene.step("proxy", { name: ZONE })).problems).toEqual([
        "shop.test has no A, AAAA or CNAME record: nothing of it can be proxied",
      ]);
      expect((await scene.step("proxy", { name: WWW })).said).toBe(
        "www.shop.test is proxied in records.ts",
      );
      expect((await scene.step("proxy", { name: WWW })).problems).toEqual([
        "www.shop.test is still grey at Cloudflare: apply the zone's stack",
      ]);
      expect((await scene.step("proxy", { name: `api.${ZONE}` })).problems).toEqual([
        "www.shop.test was not seen good yet: one name after the other",
      ]);
      await scene.apply();
      scene.visits = { [WWW]: { status: 526 } };
      expect((await scene.step("proxy", { name: WWW })).problems).toEqual([
        "www.shop.test answers 526: the origin's certificate is not valid for this name: renew it, or use an origin certificate",
      ]);
      scene.visits = {};
      expect((await scene.step("proxy", { name: WWW })).said).toBe(
        "visitors of www.shop.test get through",
      );
      scene.visits = { [WWW]: { status: 526 } };
      expect((await scene.step("watch")).problems).toHaveLength(1);
      scene.visits = {};
      await scene.step("watch");
    }, 60_000);

    it("takes a name back", async () => {
      expect((await scene.step("proxy", { name: WWW, grey: true })).said).toBe(
        "www.shop.test is grey in records.ts",
      );
      expect((await scene.written()).some((record) => "proxied" in record && record.proxied)).toBe(
        false,
      );
      expect(scene.folder.progress.proxied).toEqual({});
    });

    it("keeps the old zone for a week, and the child zones of certificates for good", async () => {
      expect((await scene.step("retire")).problems).toEqual([
        "the old zone is what a rollback goes back to until 2026-03-12T14:00:00.000Z",
      ]);
      later(24 * 7);
      const { warnings, holds } = await scene.step("retire");
      expect(holds).toBe(true);
      expect(warnings).toEqual([
        "_acme-challenge.shop.test is a zone of its own, and stays where it is: certificates may be proven there",
      ]);
    }, 60_000);

    it("goes back only to an old zone that answers", async () => {
      await scene.old.stop();
      expect((await scene.step("rollback")).problems[0]).toMatch(
        /gave no answer to SOA of shop\.test over UDP/,
      );
      await scene.old.up();
      const { problems, warnings } = await scene.step("rollback");
      expect(problems).toEqual([]);
      expect(warnings).toEqual(['A www.shop.test: old "192.0.2.1", new "104.16.0.1"']);
      expect((await scene.step("cutover")).problems[0]).toBe(
        "a rollback is under way: let infra dns watch see its end first",
      );
    }, 60_000);
  },
);
