/** Memory in GiB of the size `large` by kind of machine; each next size has twice as much. */
const GIB_OF_LARGE: readonly (readonly [kind: RegExp, gib: number])[] = [
  [/^[tm]\d/, 8],
  [/^r\d/, 16],
  [/^x2g$/, 32],
  [/^x2iedn$/, 64],
];

const SIZES = ["micro", "small", "medium", "large", "xlarge"];

/** Bytes of memory for each connection that PostgreSQL in RDS takes by default, and the most that it takes. */
const BYTES_OF_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5_000;

/**
 * Memory of an RDS machine in GiB: `db.m7g.large` has 8. Nothing where its kind is not known here.
 *
 * Source: RDS User Guide, "Hardware specifications for DB instance classes", November 2026.
 */
export function memoryGiBOf(instanceClass: string): number | undefined {
  const [, kind = "", size = ""] = instanceClass.split(".");
  const large = GIB_OF_LARGE.find(([pattern]) => pattern.test(kind))?.[1];
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
  const doubled = times ? Math.log2(Number(times)) + 1 : SIZES.indexOf(size) - 3;
  if (large === undefined || (!times && !SIZES.includes(size))) return undefined;
  return large * 2 ** doubled;
}

/**
 * Connections that PostgreSQL in RDS takes where nobody says `max_connections`.
 *
 * Source: RDS User Guide, "Maximum number of database connections".
 */
export function postgresConnections(memoryGiB: number): number {
  const byMemory = Math.floor((memoryGiB * 1024 ** 3) / BYTES_OF_CONNECTION);
  return Math.min(byMemory, MOST_CONNECTIONS);
}
