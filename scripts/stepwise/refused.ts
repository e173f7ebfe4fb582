/** A step of a move cannot begin, or cannot go on: what it did until then stays. */
export class MoveRefused extends Error {
  constructor(what: string, problems: readonly string[], cure: string) {
    super(`${what}:\n${problems.map((each) => `  - ${each}`).join("\n")}\n${cure}`);
    this.name = "MoveRefused";
  }
}
