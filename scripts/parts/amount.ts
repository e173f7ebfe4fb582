import { REQUIRE_REAL } from "./parts.ts";

/** How much of the same a test does. */
export interface Amounts<T> {
  /** In full: what CI runs. */
  readonly all: T;
  /** Without the real parts: so much that the same is seen, and no more. */
  readonly few: T;
  /** Why all of it takes long. */
  readonly why: string;
}

/**
 * All of it where real parts are required, as CI requires them, and a few otherwise: the README's
 * test command is to end in two minutes on a machine that has nothing but Node, git and Terraform. What
 * the test prints or is called tells how much it was.
 */
export function amount<T>({ all, few }: Amounts<T>): T {
  return REQUIRE_REAL ? all : few;
}
