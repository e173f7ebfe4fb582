import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { Cluster } from "../search/cluster.ts";
import type { World } from "../world.ts";
import { signed } from "./signing.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=AKIAMOVER\/20260301\/eu-west-1\/es\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/;

it("signs a request, body and all", async () => {
  const key = async () => ({ accessKeyId: "AKIAMOVER", secretAccessKey: "s", sessionToken: "t" });
  const signer = { region: "eu-west-1", service: "es", key };
  const url = new URL("https://search.eu-west-1.es.amazonaws.com/a%20b/_search?size=1&sort=_doc");
  const sent = { method: "POST", url, headers: { "content-type": "application/json" } };
  const headers = await signed(signer, { ...sent, body: "{}" }, AT);
  expect(headers["authorization"]).toMatch(SIGNATURE);
  const other = await signed(signer, { ...sent, body: '{"size":1}' }, AT);
  expect(other["authorization"]).not.toBe(headers["authorization"]);
});

it("sends what was signed to a domain of AWS, as whom the file says", async () => {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    asked.push(headers);
    response.end("{}");
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world: World = {
    ...{ env: { ID: "AKIAMOVER", KEY: "s", TOKEN: "t" }, now: () => AT, talk: () => {} },
    ...{ sleep: async () => {}, machine: { host: "here", pid: 1, isRunning: () => true } },
  };
  const place = {
    ...{ url: `http://${host}`, region: "eu-west-1", accessKeyIdVariable: "ID" },
    ...{ secretAccessKeyVariable: "KEY", sessionTokenVariable: "TOKEN" },
  };
  const question = { doing: "refreshing", method: "POST", body: {} } as const;
  await new Cluster("target", place, world).must("/artists/_refresh", question);
  expect(asked).toMatchObject([{ host, "x-amz-security-token": "t" }]);
  expect(asked[0]!.authorization).toMatch(SIGNATURE);
  await expect(
    new Cluster("target", place, { ...world, env: {} }).must("/", { doing: "asking" }),
  ).rejects.toThrow(
    "a key of AWS is missing:\n  - ID is not set\nset it to what the key's owner gave you, in this shell alone",
  );
});
