import { type Answer, decodeAnswer, idOf, type Question } from "./message.ts";

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Questions on one socket that wait for their answers, by the ids of their messages. */
export class Pending {
  readonly #waiting = new Map<number, Waiting>();
  readonly #timeoutMs: number;
  #id = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Waits for the answer to a question that `send` sends under the id that it is given. */
  wait(question: Question, send: (id: number) => void): Promise<Answer> {
    const id = this.#nextId();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#take(id)?.reject(new Error(`nothing came within ${this.#timeoutMs / 1000} s`)),
        this.#timeoutMs,
      );
      this.#waiting.set(id, { question, resolve, reject, timer });
      send(id);
    });
  }

  /** A message came. What nobody waits for, or what answers another question, is let be. */
  receive(message: Buffer): void {
    const id = idOf(message);
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    try {
      const answer = decodeAnswer(message, waiting.question);
      if (answer) this.#take(id)?.resolve(answer);
    } catch (error) {
      this.#take(id)?.reject(new Error(`the answer cannot be read: ${(error as Error).message}`));
    }
  }

  /** Nothing will come any more. */
  failAll(error: Error): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  #nextId(): number {
    do this.#id = (this.#id + 1) & 0xffff;
    while (this.#waiting.has(this.#id));
    return this.#id;
  }
}
