/** A step of a move cannot begin, or cannot go on: what it did until then stays. */
export class MoveRefused extends Error {
  /** All of it in one line, where it stands among others. */
  readonly sentence: string;

  constructor(what: string, problems: readonly string[], cure: string) {
    super(`${what}:\n${problems.map((each) => `  - ${each}`).join("\n")}\n${cure}`);
    this.name = "MoveRefused";
    this.sentence = `${what}: ${[...problems, cure].join("; ")}`;
  }
}

/** What was refused, in one line. Anything else that went wrong is thrown on. */
export function sentenceOf(error: unknown): string {
  if (error instanceof MoveRefused) return error.sentence;
  throw error;
}
