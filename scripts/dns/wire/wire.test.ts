import { createSocket } from "node:dgram";
import { type AddressInfo, createServer, type Socket } from "node:net";
import packet from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { Asker } from "./asker.ts";
import { decodeAnswer, encodeQuestion } from "./message.ts";
import { serverOf } from "./server.ts";

const QUESTION = { name: "www.a.test", type: "A" };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The answer to a question as a server would send it. */
function answerTo(
  message: Buffer,
  address: string,
  change: { id?: number; name?: string } = {},
): Buffer {
  const { id = 0, questions = [] } = packet.decode(message);
  const asked = { ...questions[0]!, ...(change.name && { name: change.name }) };
  return packet.encode({
    type: "response",
    id: change.id ?? id,
    flags: packet.AUTHORITATIVE_ANSWER,
    questions: [asked],
    answers: [{ type: "A", name: asked.name, ttl: 60, data: address }],
  });
}

function asking(timeoutMs: number): Asker {
  const asker = new Asker(timeoutMs);
  ends.push(() => asker.close());
  return asker;
}

const serverAt = (port: number) => serverOf(`127.0.0.1:${port}`)!;

/** A server on UDP that answers as it is told. */
async function udpServer(answers: (message: Buffer, count: number) => readonly Buffer[]) {
  const socket = createSocket("udp4");
  let count = 0;
  socket.on("message", (message, { port }) => {
    count += 1;
    for (const each of answers(message, count)) socket.send(each, port);
  });
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  ends.push(() => socket.close());
  return serverAt(socket.address().port);
}

/** A server on TCP that closes the connection after each answer. */
async function hastyServer() {
  const server = createServer((socket: Socket) => {
    socket.on("error", () => {});
    socket.once("data", (chunk) => {
      const answer = answerTo(chunk.subarray(2, 2 + chunk.readUInt16BE(0)), "192.0.2.1");
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.end(Buffer.concat([length, answer]));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ends.push(() => server.close());
  return serverAt((server.address() as AddressInfo).port);
}

describe("who asks", () => {
  it("takes no answer that has another id or question, or none at all", async () => {
    const server = await udpServer((message) => [
      Buffer.from("nonsense"),
      answerTo(message, "192.0.2.66", { id: 4242 }),
      answerTo(message, "192.0.2.66", { name: "evil.test" }),
      answerTo(message, "192.0.2.1"),
    ]);
    const { records } = await asking(2000).ask(server, QUESTION);
    expect(records.map(({ value }) => value)).toEqual(["192.0.2.1"]);
  });

  it("asks again when an answer is lost, three times in all", async () => {
    const lossy = await udpServer((message, count) =>
      count < 3 ? [] : [answerTo(message, "192.0.2.1")],
    );
    expect((await asking(100).ask(lossy, QUESTION)).code).toBe("NOERROR");
    const silent = await udpServer(() => []);
    await expect(asking(50).ask(silent, QUESTION)).rejects.toThrow(
      `${silent.name} (127.0.0.1) gave no answer to A of www.a.test over UDP: nothing came within 0.05 s`,
    );
  });

  it("connects again where a server closes after each answer", async () => {
    const asker = asking(2000);
    const server = await hastyServer();
    const asked = Array.from({ length: 20 }, () =>
      asker.ask(server, QUESTION, { transport: "tcp" }),
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ records }) => records.length)).toEqual(asked.map(() => 1));
  });
});

it("keeps to one form: names, texts in one piece, types that the library does not know", () => {
  const question = { name: "a.test", type: "HTTPS" };
  expect(packet.decode(encodeQuestion(7, question)).questions?.[0]?.type).toBe("UNKNOWN_65");
  const message = packet.encode({
    type: "response",
    id: 7,
    questions: [{ type: "TXT", name: "A.test" }],
    answers: [
      { type: "TXT", name: "A.test", ttl: 1, data: ["v=DKIM1; ", "p=x"] },
      { type: "MX", name: "A.test", ttl: 1, data: { preference: 10, exchange: "Mail.A.test" } },
      { type: "CAA", name: "A.test", ttl: 1, data: { flags: 0, tag: "issue", value: "x.y" } },
    ],
  });
  const answer = decodeAnswer(message, { name: "a.test", type: "TXT" });
  expect(answer?.records.map(({ name, value }) => `${name} ${value}`)).toEqual([
    "a.test v=DKIM1; p=x",
    "a.test 10 mail.a.test",
    'a.test 0 issue "x.y"',
  ]);
});

it.each<[string, string | undefined]>([
  ["192.0.2.1", "192.0.2.1 53"],
  ["192.0.2.1:5353", "192.0.2.1 5353"],
  ["2001:db8::1", "2001:db8::1 53"],
  ["[2001:db8::1]:5353", "2001:db8::1 5353"],
  ["dns.test", undefined],
  ["192.0.2.1:99999", undefined],
  ["", undefined],
])("reads the address of a server: %s", (written, expected) => {
  const server = serverOf(written);
  expect(server && `${server.address} ${server.port}`).toBe(expected);
});
