import type { Fields } from "../cty/value.ts";
import { Crash } from "../protocol/crash.ts";
import { Refusal } from "../protocol/refusal.ts";
import type { Fault, FaultKind } from "./fault.ts";

/** One change, as faults see it. */
export interface Struck {
  readonly type: string;
  /** What is planned; what stood, where it goes. */
  readonly values: Fields;
  readonly isCreate: boolean;
}

/** What a plan says of one address. */
export interface Aim {
  readonly address: string;
  readonly type: string;
  /** Values after the change, as Terraform prints them; those before it, where the thing goes. */
  readonly values: Readonly<Record<string, unknown>>;
}

const AGAIN = "It was made to fail by --fault. Run the same command again, without it.";

/** Makes changes go wrong as they were told to, so often as they were told. */
export class Faults {
  readonly #left: { readonly fault: Fault; count: number; struck: boolean }[];
  /** Terraform tells a provider no addresses: what a plan says of each stands for it. */
  readonly #aims = new Map<string, Aim>();
  /** Handles of what was made and not read since. */
  readonly #unread = new Set<string>();

  constructor(faults: readonly Fault[] = []) {
    this.#left = faults.map((fault) => ({ fault, count: fault.count, struck: false }));
  }

  /** Those that have made nothing go wrong: what they are aimed at never came by. */
  get idle(): readonly Fault[] {
    return this.#left.filter(({ struck }) => !struck).map(({ fault }) => fault);
  }

  /** Tells what stands at the addresses of a plan that is about to be applied. */
  aim(aims: readonly Aim[]): void {
    for (const aim of aims) this.#aims.set(aim.address, aim);
  }

  /** Before the cloud is asked: waits, or throws where the cloud would not listen. */
  async before(struck: Struck): Promise<void> {
    const slow = this.#left.find(({ fault }) => fault.kind === "slow" && this.#hits(fault, struck));
    if (slow) {
      slow.struck = true;
      await new Promise((resolve) => setTimeout(resolve, slow.count * 1000));
    }
    if (!this.#strike("throttle", struck)) return;
    // The SDKs of all three clouds have tried again by themselves before they say so.
    throw new Refusal(
      `${struck.type}: operation error, exceeded maximum number of attempts: ThrottlingException: Rate exceeded`,
      AGAIN,
    );
  }

  /** After the cloud has done it: the connection breaks, or the answer is an error. */
  after(struck: Struck): { readonly error: Refusal; readonly forgets: boolean } | undefined {
    if (this.#strike("crash", struck)) throw new Crash();
    if (this.#strike("timeout", struck)) {
      const summary = `${struck.type}: waiting for completion: timeout while waiting for state to become 'available' (last state: 'pending', timeout: 10m0s)`;
      return { error: new Refusal(summary, AGAIN), forgets: false };
    }
    if (!struck.isCreate || !this.#strike("not-found", struck)) return undefined;
    const summary = `reading ${struck.type}: couldn't find resource`;
    return { error: new Refusal(summary, AGAIN), forgets: true };
  }

  /** Something was made: the next reading of it is the first. */
  made(handle: string): void {
    this.#unread.add(handle);
  }

  /** Is a thing not seen yet, though it is there? Only at its first reading after it was made. */
  hides(handle: string, { type, values }: Pick<Struck, "type" | "values">): boolean {
    if (!this.#unread.delete(handle)) return false;
    return this.#strike("unseen", { type, values, isCreate: false });
  }

  #strike(kind: FaultKind, struck: Struck): boolean {
    const found = this.#left.find(
      ({ fault, count }) => fault.kind === kind && count > 0 && this.#hits(fault, struck),
    );
    if (!found) return false;
    found.count--;
    found.struck = true;
    return true;
  }

  #hits({ target }: Fault, { type, values }: Struck): boolean {
    if (target === type) return true;
    const aim = this.#aims.get(target);
    if (aim?.type !== type) return false;
    const known = Object.entries(aim.values).filter(([, value]) => isPrimitive(value));
    return known.every(([name, value]) => values[name] === value);
  }
}

function isPrimitive(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
