import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Front, startFront } from "./front.ts";

let behind: Server;
let front: Front;

beforeAll(async () => {
  behind = createServer((asked, answer) => {
    answer.setHeader("x-asked", `${asked.method} ${asked.url} ${asked.headers["x-kept"]}`);
    answer.statusCode = 201;
    asked.pipe(answer);
  });
  await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
  front = await startFront(`http://127.0.0.1:${(behind.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await front.stop();
  await new Promise((resolve) => behind.close(resolve));
});

const ask = async (path: string, request: RequestInit = {}) => {
  const response = await fetch(`${front.url}${path}`, request);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

it("answers itself what moto answers otherwise", async () => {
  const at = "/acme-logs?policy";
  expect(await ask(at)).toMatchObject({ status: 404 });
  await ask(at, { method: "PUT", body: "<Policy/>" });
  expect(await ask(at)).toMatchObject({ status: 200, text: "<Policy/>" });
  const headers = { "x-amz-target": "AnyScaleFrontendService.ListTagsForResource" };
  expect((await ask("/", { method: "POST", headers, body: "{}" })).text).toBe('{"Tags":{}}');
});

it("passes all else on as it came, and the answer back", async () => {
  const request = { method: "PUT", headers: { "x-kept": "yes" }, body: "text" };
  const passed = await ask("/acme-logs/key?acl", request);
  expect(passed).toMatchObject({ status: 201, text: "text" });
  expect(passed.headers.get("x-asked")).toBe("PUT /acme-logs/key?acl yes");
});
