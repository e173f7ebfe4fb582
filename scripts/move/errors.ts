/** A step cannot go on. What was done until then stays, and the same command goes on from there. */
export class MoveRefused extends Error {
  constructor(what: string, problems: readonly string[], cure: string) {
    super(`${what}:\n${problems.map((each) => `  - ${each}`).join("\n")}\n${cure}`);
    this.name = "MoveRefused";
  }
}
