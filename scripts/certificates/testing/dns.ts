import { createSocket } from "node:dgram";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Text of each TXT record, by lower-case name with a final dot. */
export type Lookup = () => Promise<ReadonlyMap<string, readonly string[]>>;

/** A name server that stands until it is stopped. */
export interface NameServer {
  readonly port: number;
  stop(): void;
}

const TXT = 16;

/**
 * Answers TXT questions on UDP and TCP of one port: the authority asks over TCP. Looks records up for
 * each question, since a challenge is asked for as soon as it is written.
 */
export async function startNameServer(lookup: Lookup): Promise<NameServer> {
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    serve(socket, lookup);
  });
  await new Promise<void>((done) => tcp.listen(0, "127.0.0.1", done));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket("udp4");
  udp.on("message", async (question, from) => {
    udp.send(await answerTo(question, lookup), from.port, from.address);
  });
  await new Promise<void>((done) => udp.bind(port, "127.0.0.1", done));
  return {
    port,
    stop() {
      udp.close();
      tcp.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Over TCP each message has its length before it. */
function serve(socket: Socket, lookup: Lookup): void {
  let seen = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", async (chunk) => {
    seen = Buffer.concat([seen, chunk]);
    while (seen.length >= 2 && seen.length >= 2 + seen.readUInt16BE(0)) {
      const end = 2 + seen.readUInt16BE(0);
      const question = seen.subarray(2, end);
      seen = seen.subarray(end);
      const answer = await answerTo(question, lookup);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}

async function answerTo(question: Buffer, lookup: Lookup): Promise<Buffer> {
  const { name, type, end } = readQuestion(question);
  const texts = (await lookup()).get(name);
  const answers = type === TXT ? (texts ?? []).map(record) : [];
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  // An answer, with authority, to one question; a name that is not there is said to be none.
  head.writeUInt16BE(0x8400 | ((question[2]! & 1) << 8) | (texts ? 0 : 3), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  return Buffer.concat([head, question.subarray(12, end), ...answers]);
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at]) {
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]!));
    at += 1 + message[at]!;
  }
  return {
    name: `${labels.join(".").toLowerCase()}.`,
    type: message.readUInt16BE(at + 1),
    end: at + 5,
  };
}

/** A TXT record of the name that was asked for, which is said by a pointer to the question. */
function record(text: string): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(10, 6);
  head.writeUInt16BE(text.length + 1, 10);
  head.writeUInt8(text.length, 12);
  return Buffer.concat([head, Buffer.from(text, "latin1")]);
}
