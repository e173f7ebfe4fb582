/** Something that the user can mend: its message is printed without a stack trace. */
export class SynthFailure extends Error {
  /** @override */
  name = "SynthFailure";
}
