/** Everything outside that the steps of a move touch, besides the servers. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  readonly talk: (text: string) => void;
}
