import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Channel } from "./channel.ts";
import { type Answer, type Asking, encodeQuestion, type Question } from "./message.ts";
import { Pending } from "./pending.ts";
import type { Server } from "./server.ts";

/** UDP to one server, on a socket that hears nobody else. */
export class UdpChannel implements Channel {
  readonly #server: Server;
  readonly #pending: Pending;
  #socket: Promise<Socket> | undefined;

  constructor(server: Server, timeoutMs: number) {
    this.#server = server;
    this.#pending = new Pending(timeoutMs);
  }

  async ask(question: Question, asking: Asking): Promise<Answer> {
    this.#socket ??= this.#open();
    const socket = await this.#socket;
    return this.#pending.wait(question, (id) => socket.send(encodeQuestion(id, question, asking)));
  }

  close(): void {
    this.#pending.failAll(new Error("asking was stopped"));
    this.#socket?.then((socket) => socket.close()).catch(() => {});
    this.#socket = undefined;
  }

  #open(): Promise<Socket> {
    const { address, port } = this.#server;
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    socket.on("message", (message) => this.#pending.receive(message));
    // Nobody listens there: the socket itself stays good.
    socket.on("error", ({ message }) => this.#pending.failAll(new Error(message)));
    return new Promise((resolve, reject) => {
      // Node calls back on failure too, which its types do not say.
      const connected = (error?: Error) => (error ? reject(error) : resolve(socket));
      socket.connect(port, address, connected);
    });
  }
}
