import type { RecordSet } from "@groundplan/core/dns-records";
import { shapeOf } from "../parity/compare.ts";
import { Asker } from "../wire/asker.ts";
import type { Server } from "../wire/server.ts";

/** Somebody who asks a resolver all the time, and knows the right answers. */
export class Visitor {
  readonly wrong: string[] = [];
  /** The longest that one answer took, in ms. */
  slowestMs = 0;
  asked = 0;
  readonly #asker = new Asker(5000);
  readonly #running: Promise<void>;
  #stopped = false;

  /** @param sets of the zone, whose answers are the same before and after */
  constructor(resolver: Server, sets: readonly RecordSet[], zone: string) {
    this.#running = this.#run(resolver, sets, zone);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    this.#asker.close();
  }

  async #run(resolver: Server, sets: readonly RecordSet[], zone: string): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      const { name, type, values } = sets[i % sets.length]!;
      const question = { name: name.replace("*", "anything"), type };
      const begun = performance.now();
      const answer = await this.#asker
        .ask(resolver, question, { recursion: true })
        .catch((error: Error) => error.message);
      this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
      this.asked += 1;
      const said =
        typeof answer === "string"
          ? answer
          : shapeOf({ ...answer, authoritative: true }, question, zone);
      const right = values
        .map((value) => value.replace(/\.$/, ""))
        .sort()
        .join(" | ");
      if (said !== right) this.wrong.push(`${type} ${question.name}: ${said}`);
      // Far more often than anything is kept, and yet others get a turn.
      await new Promise((done) => setTimeout(done, 2));
    }
  }
}
