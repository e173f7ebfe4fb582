import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openWorld } from "../open-world.ts";
import { CloudflareStandIn } from "../testing/cloudflare.ts";
import { RealCloudflare } from "./cloudflare.ts";

const SURROUNDINGS = { now: () => new Date("2026-03-01T12:00:00Z"), talk: () => {} };

describe("Cloudflare", () => {
  let standIn: CloudflareStandIn;
  beforeAll(async () => {
    standIn = await CloudflareStandIn.start("shop.test", ["ns1.cloud.test"]);
  });
  afterAll(() => standIn?.stop());

  /** As the command reaches it, by the variables of Terraform's provider. */
  const reached = (token: string) => {
    const env = { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_BASE_URL: `${standIn.url}/` };
    const world = openWorld({ ...SURROUNDINGS, env });
    onTestFinished(() => world.close());
    return world.cloudflare;
  };

  it("tells a zone, and that there is none", async () => {
    const cloudflare = reached(CloudflareStandIn.TOKEN);
    expect(await cloudflare.zone("shop.test")).toEqual({
      ...{ id: CloudflareStandIn.ZONE_ID, status: "pending" },
      nameServers: ["ns1.cloud.test"],
    });
    expect(await cloudflare.zone("other.test")).toBeUndefined();
  });

  it("tells records of all pages", async () => {
    standIn.records = Array.from({ length: 2001 }, (_, i) => ({
      ...{ type: "A", name: `Host-${i}.shop.test`, ttl: 300, content: "192.0.2.1" },
    }));
    const records = await reached(CloudflareStandIn.TOKEN).records(CloudflareStandIn.ZONE_ID);
    expect(records).toHaveLength(2001);
    expect(records.at(-1)).toEqual({ name: "host-2000.shop.test", type: "A", proxied: false });
  });

  it("refuses a token with what it takes, and never shows it", async () => {
    await expect(reached("another-token").zone("shop.test")).rejects.toThrow(
      `Cloudflare does not do GET zones:
  - it answers 403: 10000 Authentication error
it takes a token with Zone Read, DNS Read, SSL and Certificates Read and, for the activation check, Zone Edit in CLOUDFLARE_API_TOKEN`,
    );
  });
});

it("is asked again when it is busy or broken, longer and longer, and not for ever", async () => {
  let count = 0;
  let good = 3;
  const server = createServer((_, response) => {
    count += 1;
    response.writeHead(count >= good ? 200 : count === 1 ? 429 : 502);
    response.end(count >= good ? '{"success":true,"result":{"status":"active"}}' : "<html>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const waited: number[] = [];
  const cloudflare = new RealCloudflare({
    token: "token",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sleep: async (ms) => void waited.push(ms),
  });
  expect(await cloudflare.signing("zone")).toBe("active");
  expect(waited).toEqual([1000, 2000]);
  [count, good] = [0, 100];
  await expect(cloudflare.signing("zone")).rejects.toThrow(
    "Cloudflare does not do GET zones/zone/dnssec:\n  - it answers 502\n",
  );
  expect(count).toBe(6);
});
