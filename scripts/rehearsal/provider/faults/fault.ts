/** What can be made to go wrong. */
export const FAULT_KINDS = ["throttle", "timeout", "not-found", "unseen", "crash", "slow"] as const;

/** One of the things that can go wrong. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that is to go wrong. */
export interface Fault {
  readonly kind: FaultKind;
  /** A type (`aws_vpc`) or an address (`aws_vpc.main`). */
  readonly target: string;
  /** How often; for `slow` how many seconds, each time. */
  readonly count: number;
}

/** What cannot be read as a fault, and how one is written. */
export class NoFault extends Error {
  constructor(text: string) {
    super(
      `${text} must be <kind>=<type|address>[:<n>], where <kind> is ${FAULT_KINDS.join(", ")}: throttle=aws_vpc:2`,
    );
    this.name = "NoFault";
  }
}

/** Reads `<kind>=<type|address>[:<n>]`; n is 1 where it is left out. */
export function parseFault(text: string): Fault {
  const [, name, target, count = "1"] = /^([a-z-]+)=([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  const kind = FAULT_KINDS.find((each) => each === name);
  if (!kind || !target || Number(count) === 0) throw new NoFault(text);
  return { kind, target, count: Number(count) };
}
