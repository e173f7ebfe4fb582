import type { Answer, Asking, Question } from "./message.ts";

/** One question and its answer, over one way to one server. */
export interface Channel {
  /** @throws Error with the reason when no answer came in time */
  ask(question: Question, asking: Asking): Promise<Answer>;
  close(): void;
}
