/** The provider is to be gone in the middle of a call: the connection breaks without an answer. */
export class Crash extends Error {
  constructor() {
    super("the provider was made to crash");
    this.name = "Crash";
  }
}
