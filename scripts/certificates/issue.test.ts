import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { freePort } from "../parts/ports.ts";
import type { Run } from "./testing/machine.ts";
import { Nginx } from "./testing/nginx.ts";
import { type Change, changeBody } from "./testing/route53.ts";
import { ACCOUNT_ID, type Keys, NAME, PARENT, PARENT_ID, Site, ZONE_ID } from "./testing/site.ts";
import { Visitors, visit } from "./testing/visitors.ts";

const PARTS = ["certbot", "moto_server", "pebble", "nginx", "openssl"] as const;

const RECEIVED = "Successfully received certificate.";

describe.skipIf(PARTS.some(missing))("a host of music-graph", () => {
  let site: Site;
  let first: Run;
  let asked: Site["aws"]["asked"];
  let keys: Keys;

  beforeAll(async () => {
    site = await Site.start();
    first = await site.machine.renew();
    asked = [...site.aws.asked];
    keys = JSON.parse((await site.machine.credentials()).said);
  });
  afterAll(() => site?.stop());

  const pem = () => readFileSync(`${site.machine.certificate(NAME)}/cert.pem`, "utf8");

  it("gets a certificate for its names by its own unit, identity and rights", () => {
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining(RECEIVED) });
    expect(new X509Certificate(pem()).checkHost(NAME)).toBe(NAME);
  });

  it("asks Route 53 for what its policy grants, and for nothing else", () => {
    expect(asked.filter(({ allowed }) => !allowed)).toEqual([]);
    expect([...new Set(asked.map(({ action }) => action))].sort()).toEqual([
      "route53:ChangeResourceRecordSets",
      "route53:GetChange",
      "route53:ListHostedZones",
    ]);
  });

  it("is refused a certificate for a name that is another's, and leaves no challenge behind", async () => {
    const greedy = await site.machine.renew((command) =>
      command.replaceAll(NAME, `nobody.${NAME}`),
    );
    expect(greedy.code).toBe(1);
    expect(greedy.said).toContain("not authorized to route53:ChangeResourceRecordSets");
    expect([...(await site.zones.texts(site.zoneId)).keys()]).toEqual([]);
  });

  it("renews when its authority says so, and no visitor's connection fails meanwhile", async () => {
    const { machine, authority } = site;
    const nginx = await Nginx.start(machine);
    try {
      const place = { port: nginx.port, name: NAME, root: await authority.root() };
      const { serial } = await visit(place);
      const slow = visit(place, "/slow");
      const finish = await nginx.application.slowAnswer;
      const visitors = new Visitors(place);

      await authority.wantsRenewed(pem());
      const second = await machine.renew();
      await visitors.seeAnother();
      await visitors.stop();
      finish();

      expect(second.said).toContain(RECEIVED);
      expect(visitors.failures).toEqual([]);
      expect([...visitors.serials]).toEqual([serial, new X509Certificate(pem()).serialNumber]);
      expect(await slow).toEqual({ status: 200, body: "begun, ended", serial });

      const third = await machine.renew();
      expect(third.said).toContain("Certificate not yet due for renewal");
      expect(machine.dockerLog.match(/^kill --signal HUP proxy-1$/gm)).toHaveLength(1);
    } finally {
      await nginx.stop();
    }
  });

  const change = (zoneId: string, ...changes: Change[]) =>
    site.call(keys, "POST", `hostedzone/${zoneId}/rrset`, changeBody(changes));

  it("may write and take away its challenge, with and without a final dot", async () => {
    for (const name of [`_acme-challenge.${NAME}`, `_acme-challenge.${NAME}.`]) {
      expect(await change(ZONE_ID, ["UPSERT", "TXT", name])).toBe("allowed");
      expect(await change(ZONE_ID, ["DELETE", "TXT", name])).toBe("allowed");
    }
  });

  const CHALLENGE = `_acme-challenge.${NAME}`;

  it.each<[string, string, ...Change[]]>([
    ["creates no challenge", ZONE_ID, ["CREATE", "TXT", CHALLENGE]],
    ["points its name nowhere else", ZONE_ID, ["UPSERT", "A", NAME]],
    ["writes no other text", ZONE_ID, ["UPSERT", "TXT", NAME]],
    ["delegates no challenge", ZONE_ID, ["UPSERT", "NS", CHALLENGE]],
    ["makes no alias of a challenge", ZONE_ID, ["UPSERT", "CNAME", CHALLENGE]],
    ["proves no name below its own", ZONE_ID, ["UPSERT", "TXT", `_acme-challenge.nobody.${NAME}`]],
    ["proves no name that ends in its own", ZONE_ID, ["UPSERT", "TXT", `x${CHALLENGE}`]],
    ["proves no parent", ZONE_ID, ["UPSERT", "TXT", `_acme-challenge.${PARENT}`]],
    ["hides nothing in an escape", ZONE_ID, ["UPSERT", "TXT", `_acme-challenge\\052.${NAME}`]],
    ["writes its challenge into no other zone", PARENT_ID, ["UPSERT", "TXT", CHALLENGE]],
    [
      "hides no change behind a good one",
      ZONE_ID,
      ["UPSERT", "TXT", CHALLENGE],
      ["DELETE", "A", NAME],
    ],
    ["makes no call without a change", ZONE_ID],
  ])("%s", async (_title, zoneId, ...changes) => {
    expect(await change(zoneId, ...changes)).toBe("403 AccessDenied");
  });

  it.each([
    ["reads no records", "GET", `hostedzone/${ZONE_ID}/rrset`],
    ["reads no zone", "GET", `hostedzone/${ZONE_ID}`],
    ["deletes no zone", "DELETE", `hostedzone/${ZONE_ID}`],
    ["makes no zone", "POST", "hostedzone"],
    ["asks for no zone by name", "GET", "hostedzonesbyname"],
    ["changes no delegation set", "POST", "delegationset"],
  ])("%s", async (_title, method, path) => {
    expect(await site.call(keys, method, path)).toBe("403 AccessDenied");
  });

  it("can do nothing with a key that it was not given, or without the session's token", async () => {
    const list = (other: Partial<Keys>) => site.call({ ...keys, ...other }, "GET", "hostedzone");
    expect(await list({})).toBe("allowed");
    expect(await list({ AccessKeyId: "AKIAEXAMPLE" })).toBe("403 InvalidClientTokenId");
    expect(await list({ SessionToken: "other" })).toBe("403 InvalidClientTokenId");
  });

  it.each<[string, (command: string) => string]>([
    ["for another audience", (command) => command.replace("--audience ", "--audience other.")],
    ["for another role", (command) => command.replace(/role\/\S+/, "role/another")],
  ])("gets no credentials %s", async (_title, changed) => {
    const { code, said } = await site.machine.credentials(changed);
    expect([code, said]).toEqual([1, expect.stringContaining(": AccessDenied, Not authorized; ")]);
  });

  it("gets no credentials as another service account", async () => {
    site.metadata.accountId = `${ACCOUNT_ID}9`;
    const { code, said } = await site.machine.credentials();
    site.metadata.accountId = ACCOUNT_ID;
    expect([code, said]).toEqual([1, expect.stringContaining(": AccessDenied, Not authorized; ")]);
  });
});

describe("visitors", () => {
  it("notice that nobody answers", async () => {
    const visitors = new Visitors({ port: await freePort(), name: NAME, root: "" });
    await visitors.stop();
    expect(visitors.failures).toEqual([expect.stringContaining("ECONNREFUSED")]);
  });
});
