import type { SessionOptions } from "../state/session.ts";

/** What a bootstrap is given. */
export interface BootstrapOptions extends SessionOptions {
  readonly environment: string;
  /** Shows what would be made, and makes nothing. */
  readonly dryRun: boolean;
  /** Takes what stands into a new state, where the old one was lost. */
  readonly recover: boolean;
  /** Asks whether to go on. */
  readonly confirm: (question: string) => Promise<boolean>;
}
