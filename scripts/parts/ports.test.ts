import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "./ports.ts";

it("gives no port twice, and none that the system hands out to who asks for any", async () => {
  const ports = [];
  for (let i = 0; i < 20; i++) ports.push(await freePort());
  expect(new Set(ports).size).toBe(20);
  expect(ports.filter((port) => port >= 32_768)).toEqual([]);
});

it("passes over a port that somebody uses", async () => {
  const taken = (await freePort()) + 1;
  const server = createServer();
  await new Promise<void>((done) => server.listen(taken, "127.0.0.1", done));
  try {
    expect(await freePort()).toBe(taken + 1);
  } finally {
    await new Promise((done) => server.close(done));
  }
});
