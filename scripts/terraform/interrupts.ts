/** Something that can be asked to stop. */
export interface Interruptible {
  /** Asks once more; the first time politely. */
  interrupt(): void;
}

/** How long one press of Ctrl-C may echo: a package manager above us passes it on once more. */
const ECHO_MS = 1000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the interrupts that we get into those that Terraform gets.
 *
 * The first one of ours (INT, TERM or HUP) is exactly one INT for each running Terraform: it ends
 * what it is making, writes the state and gives the lock back. The second only warns. The third,
 * after the warning, is a second INT: Terraform then stops at once.
 */
export class Interrupts {
  readonly #running = new Set<Interruptible>();
  readonly #talk: (text: string) => void;
  readonly #now: () => number;
  readonly #stopped: (() => void)[] = [];
  #heard = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(talk: (text: string) => void, now: () => number = () => performance.now()) {
    this.#talk = talk;
    this.#now = now;
  }

  /** True from the first interrupt on: nothing new may be started. */
  get stopping(): boolean {
    return this.#heard > 0;
  }

  /** Listens to the signals of this process. The returned function ends that. */
  listen(): () => void {
    const hear = () => this.hear();
    // However this process ends, no Terraform goes on without it being told.
    const leave = () => {
      for (const each of this.#running) each.interrupt();
    };
    for (const signal of SIGNALS) process.on(signal, hear);
    process.on("exit", leave);
    return () => {
      for (const signal of SIGNALS) process.off(signal, hear);
      process.off("exit", leave);
    };
  }

  /** Keeps `child` in mind until the returned function is called. */
  watch(child: Interruptible): () => void {
    this.#running.add(child);
    return () => this.#running.delete(child);
  }

  /** Resolves at the first interrupt. */
  stop(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => this.#stopped.push(resolve));
  }

  /** One signal was heard. */
  hear(): void {
    const now = this.#now();
    if (now - this.#last < ECHO_MS) return;
    this.#last = now;
    this.#heard += 1;
    if (this.#heard === 1) this.#askToStop();
    else if (this.#heard === 2) this.#warn();
    else if (this.#heard === 3) for (const each of this.#running) each.interrupt();
  }

  #askToStop(): void {
    if (this.#running.size > 0) {
      this.#talk(
        "stopping: Terraform ends what it is making now and keeps the state; this can take a while",
      );
    }
    for (const each of this.#running) each.interrupt();
    for (const resolve of this.#stopped) resolve();
  }

  #warn(): void {
    if (this.#running.size === 0) return;
    this.#talk(
      "Terraform is still stopping. Interrupt once more and it stops at once: what it is making " +
        "now may then be missing from the state.",
    );
  }
}
