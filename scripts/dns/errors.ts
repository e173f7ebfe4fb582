/** A step cannot even begin. Nothing was written, here or anywhere. */
export class MoveRefused extends Error {
  constructor(what: string, problems: readonly string[], cure: string) {
    super(`${what}:\n${problems.map((each) => `  - ${each}`).join("\n")}\n${cure}`);
    this.name = "MoveRefused";
  }
}
