import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Call, StandIn } from "./stand-ins/call.ts";
import { STAND_INS } from "./stand-ins/index.ts";

/** A server that stands before moto. */
export interface Front {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Answers what moto answers otherwise than the cloud does, or not at all; the rest goes to moto as it
 * came, and moto's answer back.
 *
 * @param moto where moto answers
 */
export async function startFront(moto: string): Promise<Front> {
  const standIns = STAND_INS.map((create) => create());
  const server = createServer((asked, answer) => {
    answered(asked, moto, standIns).then(
      ({ status, headers, body }) => answer.writeHead(status, headers).end(body),
      () => answer.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answered(
  asked: IncomingMessage,
  moto: string,
  standIns: readonly StandIn[],
): Promise<Answer> {
  const { pathname, searchParams } = new URL(asked.url ?? "/", moto);
  const call: Call = {
    method: asked.method ?? "GET",
    path: pathname,
    query: searchParams,
    operation: `${asked.headers["x-amz-target"] ?? ""}`,
    body: await bodyOf(asked),
  };
  const onward = () => passed(moto, asked, call.body);
  for (const standIn of standIns) {
    const answer = await standIn(call, onward);
    if (answer) return answer;
  }
  return onward();
}

function passed(moto: string, { url = "/", method, headers }: IncomingMessage, body: Buffer) {
  return new Promise<Answer>((resolve, reject) => {
    const onward = request(new URL(url, moto), { method, headers }, (answer) => {
      bodyOf(answer).then(
        (whole) =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole }),
        reject,
      );
    });
    onward.on("error", reject);
    onward.end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
