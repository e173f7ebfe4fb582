import { get } from "node:https";
import type { TLSSocket } from "node:tls";

/** What a visitor got. */
export interface Visit {
  readonly status: number | undefined;
  readonly body: string;
  /** Serial number of the certificate that was shown. */
  readonly serial: string;
}

/** Where visitors go, and whom they trust. */
export interface Place {
  readonly port: number;
  readonly name: string;
  readonly root: string;
}

/** One visit on a connection of its own; the certificate is verified. */
export function visit({ port, name, root }: Place, path = "/"): Promise<Visit> {
  return new Promise((done, fail) => {
    const to = { host: "127.0.0.1", port, path, servername: name, ca: root, agent: false as const };
    const asked = get({ ...to, headers: { host: name } }, (answer) => {
      const serial = (answer.socket as TLSSocket).getPeerCertificate().serialNumber;
      let body = "";
      answer.on("data", (chunk) => {
        body += chunk;
      });
      answer.on("end", () => done({ status: answer.statusCode, body, serial }));
      answer.on("error", fail);
    });
    asked.on("error", fail);
  });
}

/** Visitors who come one after another until they are told to stop. */
export class Visitors {
  readonly serials = new Set<string>();
  /** What went wrong for whom it did. */
  readonly failures: string[] = [];
  private readonly ended: Promise<void>;
  private going = true;

  constructor(place: Place) {
    this.ended = this.come(place);
  }

  /** Until another certificate is shown than before: a reload is not done when its signal is sent. */
  async seeAnother(): Promise<void> {
    for (let left = 600; left > 0 && this.serials.size < 2; left--) {
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.ended;
  }

  private async come(place: Place): Promise<void> {
    while (this.going) {
      try {
        const { status, body, serial } = await visit(place);
        this.serials.add(serial);
        if (status !== 200 || body !== "ok") this.failures.push(`${status}: ${body}`);
      } catch (error) {
        this.failures.push(String(error));
      }
      await new Promise((done) => setTimeout(done, 5));
    }
  }
}
