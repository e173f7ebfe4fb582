import type { Channel } from "./channel.ts";
import type { Answer, Asking, Question } from "./message.ts";
import type { Server } from "./server.ts";
import { TcpChannel } from "./tcp.ts";
import { UdpChannel } from "./udp.ts";

/** The two ways over which names are asked for. */
export type Transport = "udp" | "tcp";

/** Asks name servers. */
export interface Asks {
  /** @throws NoAnswer after three tries */
  ask(server: Server, question: Question, how?: How): Promise<Answer>;
}

/** How one question is asked. */
export interface How extends Asking {
  /** @default "udp" */
  readonly transport?: Transport;
}

/** A server gave no answer. */
export class NoAnswer extends Error {
  constructor(server: Server, { name, type }: Question, transport: Transport, reason: string) {
    super(
      `${server.name} (${server.address}) gave no answer to ${type} of ${name || "the root"} over ${transport.toUpperCase()}: ${reason}`,
    );
    this.name = "NoAnswer";
  }
}

const TRIES = 3;

/** Questions that may wait for answers on one channel: servers and sockets lose what is more. */
const IN_FLIGHT = 100;

/** The network of DNS: one socket for each server and way, many questions at a time. */
export class Asker implements Asks {
  readonly #lanes = new Map<string, Lane>();
  readonly #timeoutMs: number;

  /** @param timeoutMs how long one try waits for its answer */
  constructor(timeoutMs = 3000) {
    this.#timeoutMs = timeoutMs;
  }

  async ask(server: Server, question: Question, how: How = {}): Promise<Answer> {
    const { transport = "udp" } = how;
    const lane = this.#lane(server, transport);
    let reason = "";
    for (let tried = 1; tried <= TRIES; tried++) {
      // Some servers answer one question on a connection, and close it: the last try has its own.
      const own =
        tried === TRIES && transport === "tcp" ? this.#open(server, transport) : undefined;
      try {
        return await lane.ask(question, how, own);
      } catch (error) {
        reason = (error as Error).message;
      } finally {
        own?.close();
      }
    }
    throw new NoAnswer(server, question, transport, reason);
  }

  /** Lets go of every socket. */
  close(): void {
    for (const lane of this.#lanes.values()) lane.close();
    this.#lanes.clear();
  }

  #lane(server: Server, transport: Transport): Lane {
    const key = `${transport} ${server.address} ${server.port}`;
    const found = this.#lanes.get(key);
    if (found) return found;
    const lane = new Lane(this.#open(server, transport));
    this.#lanes.set(key, lane);
    return lane;
  }

  #open(server: Server, transport: Transport): Channel {
    const Kind = transport === "udp" ? UdpChannel : TcpChannel;
    return new Kind(server, this.#timeoutMs);
  }
}

/** A channel on which only so many questions wait at a time; the others queue. */
class Lane {
  readonly #channel: Channel;
  readonly #queue: (() => void)[] = [];
  #waiting = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  async ask(question: Question, asking: Asking, channel = this.#channel): Promise<Answer> {
    if (this.#waiting >= IN_FLIGHT) await new Promise<void>((turn) => this.#queue.push(turn));
    else this.#waiting += 1;
    try {
      return await channel.ask(question, asking);
    } finally {
      // The place is handed on, or given up.
      const next = this.#queue.shift();
      if (next) next();
      else this.#waiting -= 1;
    }
  }

  close(): void {
    this.#channel.close();
  }
}
