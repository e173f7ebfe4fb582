/** Something that waits for others. */
export interface Ordered {
  readonly id: string;
  readonly dependencies: readonly string[];
}

/** How one of them ended: with its result, or not begun because of another. */
export type Outcome<R> = { readonly done: R } | { readonly blockedBy: string };

/** How `runInOrder` works. */
export interface OrderOptions<T, R> {
  /** How many run at a time. */
  readonly limit: number;
  /** Does one. It must not throw: a failure is a result. */
  readonly work: (item: T) => Promise<R>;
  /** Whether those that wait for it may go on. */
  readonly succeeded: (result: R) => boolean;
  /** Told of each that is not begun because what it waits for failed. */
  readonly blocked?: (item: T, by: string) => void;
}

/**
 * Does each after those it depends on, independent ones side by side. One that fails blocks only
 * those that depend on it. Dependencies outside of `items` count as done.
 */
export async function runInOrder<T extends Ordered, R>(
  items: readonly T[],
  options: OrderOptions<T, R>,
): Promise<Map<string, Outcome<R>>> {
  const outcomes = new Map<string, Outcome<R>>();
  const waiting = new Map(items.map((item) => [item.id, item]));
  const running = new Map<string, Promise<void>>();
  const start = (item: T) => {
    waiting.delete(item.id);
    const work = options.work(item).then((done) => {
      outcomes.set(item.id, { done });
      running.delete(item.id);
    });
    running.set(item.id, work);
  };
  const failed = (id: string) => {
    const outcome = outcomes.get(id);
    return outcome && ("blockedBy" in outcome || !options.succeeded(outcome.done));
  };
  const settle = () => {
    for (const item of [...waiting.values()]) {
      const by = item.dependencies.find(failed);
      if (by !== undefined) {
        waiting.delete(item.id);
        const root = outcomes.get(by)!;
        const blockedBy = "blockedBy" in root ? root.blockedBy : by;
        outcomes.set(item.id, { blockedBy });
        options.blocked?.(item, blockedBy);
        return true;
      }
      const ready = item.dependencies.every((id) => !waiting.has(id) && !running.has(id));
      if (ready && running.size < options.limit) {
        start(item);
        return true;
      }
    }
    return false;
  };
  while (waiting.size > 0 || running.size > 0) {
    while (settle()) {
      // Each step may free the next one.
    }
    if (running.size === 0 && waiting.size > 0) {
      throw new Error(`stacks wait for each other: ${[...waiting.keys()].join(", ")}`);
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return outcomes;
}

/** The same items with every arrow turned round: consumers before producers. */
export function reversed<T extends Ordered>(items: readonly T[]): (T & Ordered)[] {
  return items.map((item) => ({
    ...item,
    dependencies: items
      .filter((other) => other.dependencies.includes(item.id))
      .map((other) => other.id),
  }));
}
