/** A clock that stands while anybody works, and jumps to the next one who wakes. */
export class VirtualTime {
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  #now = 0;

  /** Sleeps for some milliseconds of this clock. */
  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ at: this.#now + ms, wake });
      this.#sleepers.sort((a, b) => a.at - b.at);
    });
  }

  /** Lets time pass until some work is done. */
  async run(work: Promise<unknown>): Promise<void> {
    let over = false;
    const end = work.finally(() => {
      over = true;
    });
    while (!over) {
      // Whoever is awake goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#sleepers.shift();
      if (!next) break;
      this.#now = next.at;
      next.wake();
    }
    await end;
  }
}
