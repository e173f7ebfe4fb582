import type { RecordSet } from "@groundplan/core/dns-records";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { absent, missing } from "../../parts/parts.ts";
import { mayUsePort53 } from "../testing/addresses.ts";
import { Internet } from "../testing/internet.ts";
import { NEW_SERVER, OLD_SERVER, Scene } from "../testing/scene.ts";
import { Visitor } from "../testing/visitor.ts";

const ZONE = "shop.test";
const SETS: RecordSet[] = [
  { name: ZONE, type: "A", values: ["192.0.2.1"] },
  { name: ZONE, type: "MX", values: ["10 mail.shop.test."] },
  { name: ZONE, type: "TXT", values: ["v=spf1 mx -all"] },
  { name: `_dmarc.${ZONE}`, type: "TXT", values: ["v=DMARC1; p=reject"] },
  { name: `www.${ZONE}`, type: "A", values: ["192.0.2.1", "192.0.2.2"] },
  { name: `mail.${ZONE}`, type: "A", values: ["192.0.2.9"] },
  { name: `*.dev.${ZONE}`, type: "A", values: ["192.0.2.7"] },
];
const CERTIFICATE = {
  status: "active",
  hosts: [ZONE, `*.${ZONE}`],
  certificate_authority: "google",
};

const isMissing = [
  ...(["moto_server", "knotd", "nsd", "unbound"] as const).map(missing),
  absent("the right to port 53", !(await mayUsePort53())),
].some(Boolean);

describe.skipIf(isMissing)("a zone whose parent is signed", () => {
  let scene: Scene;
  let internet: Internet;
  beforeAll(async () => {
    scene = await Scene.start({ zone: ZONE, sets: SETS, kinds: ["knotd", "nsd"], port: 53 });
    internet = await Internet.start(scene);
    await scene.bring();
  }, 120_000);
  afterAll(() => scene?.end());

  /** Looks again until it holds: caches live for a second here. */
  const watched = async () => {
    let outcome = await scene.step("watch");
    for (let tried = 0; !outcome.holds && tried < 40; tried++) {
      await new Promise((done) => setTimeout(done, 250));
      outcome = await scene.step("watch");
    }
    return outcome;
  };

  it("moves there and back while somebody asks all the time, and nobody gets a wrong answer", async () => {
    const visitor = new Visitor(internet.resolver, SETS, ZONE);
    try {
      expect((await scene.step("parity")).problems).toEqual([]);
      const begun = await scene.step("cutover");
      expect(begun.problems).toEqual([]);
      expect(begun.todo[1]).toBe(
        `at the registrar of shop.test, replace all name servers by: ${NEW_SERVER}`,
      );
      expect((await scene.step("watch")).problems).toContain(
        `${scene.addresses[2]}, of the parent, names ${OLD_SERVER} for shop.test`,
      );
      await internet.delegate(NEW_SERVER);
      scene.cloudflare.status = "active";
      scene.cloudflare.packs = [CERTIFICATE];
      expect((await watched()).problems).toEqual([]);
      expect(scene.folder.progress.place).toBe("new");

      const back = await scene.step("rollback");
      expect([back.problems, back.warnings]).toEqual([[], []]);
      await internet.delegate(OLD_SERVER);
      expect((await watched()).said).toBe("everybody is back at the old name servers");
      expect(scene.folder.progress).toMatchObject({ place: "old" });
      expect(scene.folder.progress.steps.cutover).toBeUndefined();
    } finally {
      await visitor.stop();
    }
    console.log(
      `rehearsed cutover and rollback: ${visitor.asked} questions, ${visitor.wrong.length} answered wrongly, the slowest in ${Math.round(visitor.slowestMs)} ms`,
    );
    expect(visitor.wrong).toEqual([]);
    expect(visitor.asked).toBeGreaterThan(50);
  }, 90_000);

  it("would be answered wrongly without the gate of parity, and the visitor would see it", async () => {
    await scene.apply((await scene.written()).filter(({ name }) => !name.startsWith("www.")));
    const { problems } = await scene.step("parity");
    expect(problems).toEqual(['A www.shop.test: old "192.0.2.1 | 192.0.2.2", new "nothing"']);
    expect((await scene.step("cutover")).problems[0]).toMatch(/^parity is not through: /);
    const visitor = new Visitor(internet.resolver, SETS, ZONE);
    await internet.delegate(NEW_SERVER);
    for (let waited = 0; visitor.wrong.length === 0 && waited < 100; waited++) {
      await new Promise((done) => setTimeout(done, 100));
    }
    await visitor.stop();
    expect(visitor.wrong[0]).toBe("A www.shop.test: nothing");
    await internet.delegate(OLD_SERVER);
  }, 60_000);
});

describe.skipIf(isMissing)("a zone that Route 53 signs", () => {
  let scene: Scene;
  let internet: Internet;
  beforeAll(async () => {
    scene = await Scene.start({
      zone: ZONE,
      sets: SETS,
      kinds: ["knotd", "nsd"],
      port: 53,
      signed: true,
    });
    internet = await Internet.start(scene, [scene.old.ds]);
    await scene.bring();
    await scene.step("parity");
  }, 120_000);
  afterAll(() => scene?.end());

  it("is kept until the DS is gone at the parent, and out of all caches", async () => {
    const { ds } = scene.old;
    expect((await scene.step("dnssec")).problems).toEqual([
      `the parent vouches for key ${ds.split(" ")[0]} (DS ${ds.toUpperCase()}), with which the new zone does not sign: remove it at the registrar; go on signing in Route 53`,
    ]);
    expect((await scene.step("cutover")).problems).toEqual([
      "dnssec is not through: a signature is promised that the new zone does not give",
    ]);
    await internet.delegate(OLD_SERVER);
    expect((await scene.step("dnssec")).problems).toEqual([
      "the DS was gone at 2026-03-04T12:00:00.000Z, and lives for 1 s: resolvers may hold it until 2026-03-04T12:00:01.000Z",
    ]);
    scene.now = new Date("2026-03-04T12:00:02Z");
    expect((await scene.step("dnssec")).problems).toEqual([]);
    expect((await scene.step("cutover")).problems).toEqual([]);
  }, 60_000);

  it("cannot be reached by who validates when it moves with its DS, and both ways are told", async () => {
    const { ds } = scene.old;
    scene.cloudflare.status = "active";
    scene.cloudflare.packs = [CERTIFICATE];
    await internet.delegate(NEW_SERVER, [ds]);
    const refusal = `resolver ${internet.resolver.name} says for NS shop.test: "SERVFAIL", not "${NEW_SERVER}"`;
    let { problems } = await scene.step("watch");
    // Until the resolver has forgotten what it knew.
    for (let tried = 0; !problems.includes(refusal) && tried < 40; tried++) {
      await new Promise((done) => setTimeout(done, 250));
      ({ problems } = await scene.step("watch"));
    }
    expect(problems).toContain(refusal);
    expect(problems).toContain(
      "the parent has a DS, and Cloudflare's signing is disabled: resolvers that validate refuse the zone; remove the DS now",
    );
    expect((await scene.step("rollback")).problems).toEqual([
      `the parent has DS ${ds.toUpperCase()}, with which the old zone is not signed: remove it at the registrar, wait 1 s, then go back`,
    ]);
    await internet.delegate(NEW_SERVER);
    expect((await scene.step("rollback")).problems).toEqual([
      "the DS was gone at 2026-03-04T12:00:02.000Z, and lives for 1 s: resolvers may hold it until 2026-03-04T12:00:03.000Z",
    ]);
    scene.now = new Date("2026-03-04T12:00:04Z");
    expect((await scene.step("rollback")).problems).toEqual([]);
  }, 60_000);
});
