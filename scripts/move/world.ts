/** Everything outside that the steps of a move touch, besides the servers. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  readonly talk: (text: string) => void;
  readonly machine: Machine;
}

/** Where a step runs: who holds a lock is told, and asked after, by it. */
export interface Machine {
  readonly host: string;
  readonly pid: number;
  /** True while a process of this machine runs. */
  readonly isRunning: (pid: number) => boolean;
}
