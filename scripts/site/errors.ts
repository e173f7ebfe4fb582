/** A release that must not be published. Nothing was written. */
export class ReleaseRefused extends Error {
  constructor(problems: readonly string[]) {
    super(`this release is not published:\n${problems.map((each) => `  - ${each}`).join("\n")}`);
    this.name = "ReleaseRefused";
  }
}

/** Publishing did not come to its end. The next run does the rest. */
export class PublishFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PublishFailed";
  }
}
