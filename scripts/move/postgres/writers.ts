import type { Database } from "./database.ts";

/** Who could still write at the source. */
export interface Writers {
  /** New sessions cannot write: default_transaction_read_only of the database or the server. */
  readonly isReadOnly: boolean;
  /** Its own clock. */
  readonly at: string;
  /** The next transaction that writes gets this number. */
  readonly nextTransaction: string;
  /** Sessions of others, of programs that are no part of the move or of replication. */
  readonly sessions: readonly Session[];
}

/** A session at the source. */
export interface Session {
  readonly pid: number;
  readonly user: string;
  readonly since: string;
}

/** Looks who could still write. */
export async function writersAt(source: Database): Promise<Writers> {
  const [found] = await source.rows<Writers>(`select
    coalesce((select reset_val from pg_settings where name = 'default_transaction_read_only'), 'off') = 'on'
      or pg_is_in_recovery() as "isReadOnly",
    now()::text as at,
    pg_snapshot_xmax(pg_current_snapshot())::text as "nextTransaction",
    (select coalesce(json_agg(json_build_object('pid', pid, 'user', usename, 'since', backend_start::text)
      order by pid), '[]') from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename is not null
        and application_name not like 'groundplan-move %'
        and coalesce(backend_type, 'client backend') = 'client backend') as sessions`);
  return found!;
}

/**
 * What keeps writes at the source from having stopped. A session that began before the source was
 * seen to be read-only may be one that still writes.
 */
export function writerProblems(
  { isReadOnly, sessions }: Writers,
  readOnlySince: string | undefined,
): string[] {
  const writing = sessions.filter(
    ({ since }) => !isReadOnly || !readOnlySince || Date.parse(since) < Date.parse(readOnlySince),
  );
  return writing.map(({ pid, user, since }) =>
    isReadOnly
      ? `session ${pid} of ${user} at the source is from before it was read-only (${since}): stop its program, or select pg_terminate_backend(${pid})`
      : `session ${pid} of ${user} at the source can write: stop its program, or alter database ... set default_transaction_read_only = on and end it`,
  );
}
