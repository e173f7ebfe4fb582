import { type Diagnostic, ERROR } from "./messages.ts";

/** Something that the provider will not do; Terraform shows it to the author. */
export class Refusal extends Error {
  readonly diagnostic: Diagnostic;

  /**
   * @param summary what is refused and why, in one line
   * @param detail what to do about it
   */
  constructor(summary: string, detail: string, attribute?: Diagnostic["attribute"]) {
    super(summary);
    this.diagnostic = { severity: ERROR, summary, detail, ...(attribute && { attribute }) };
  }
}
