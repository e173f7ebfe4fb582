import { connect, type Socket } from "node:net";
import type { Channel } from "./channel.ts";
import { type Answer, type Asking, encodeQuestion, type Question } from "./message.ts";
import { Pending } from "./pending.ts";
import type { Server } from "./server.ts";

/**
 * TCP to one server: one connection for many questions (RFC 7766), made anew when the server has
 * closed it.
 */
export class TcpChannel implements Channel {
  readonly #server: Server;
  readonly #timeoutMs: number;
  #connection: Connection | undefined;

  constructor(server: Server, timeoutMs: number) {
    this.#server = server;
    this.#timeoutMs = timeoutMs;
  }

  ask(question: Question, asking: Asking): Promise<Answer> {
    if (!this.#connection?.open) this.#connection = new Connection(this.#server, this.#timeoutMs);
    return this.#connection.ask(question, asking);
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

class Connection {
  open = true;
  readonly #socket: Socket;
  readonly #pending: Pending;
  #seen = Buffer.alloc(0);

  constructor({ address, port }: Server, timeoutMs: number) {
    this.#pending = new Pending(timeoutMs);
    this.#socket = connect({ host: address, port, noDelay: true });
    this.#socket.on("data", (chunk) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#end(error));
    this.#socket.on("close", () => this.#end(new Error("the connection was closed")));
  }

  ask(question: Question, asking: Asking): Promise<Answer> {
    return this.#pending.wait(question, (id) => {
      const message = encodeQuestion(id, question, asking);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      this.#socket.write(Buffer.concat([length, message]));
    });
  }

  close(): void {
    this.#end(new Error("asking was stopped"));
    this.#socket.destroy();
  }

  /** Each message has its length before it. */
  #receive(chunk: Buffer): void {
    this.#seen = Buffer.concat([this.#seen, chunk]);
    let at = 0;
    while (
      this.#seen.length >= at + 2 &&
      this.#seen.length >= at + 2 + this.#seen.readUInt16BE(at)
    ) {
      const end = at + 2 + this.#seen.readUInt16BE(at);
      this.#pending.receive(this.#seen.subarray(at + 2, end));
      at = end;
    }
    this.#seen = this.#seen.subarray(at);
  }

  #end(error: Error): void {
    this.open = false;
    this.#pending.failAll(error);
  }
}
