/** A hand-over is not made or not used. Nothing of it was written. */
export class HandoverRefused extends Error {
  constructor(what: string, problems: readonly string[], cure: string) {
    super(`${what}:\n${problems.map((each) => `  - ${each}`).join("\n")}\n${cure}`);
    this.name = "HandoverRefused";
  }
}
