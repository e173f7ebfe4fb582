import { type Database, identifier, literal } from "./database.ts";
import { DUMP } from "./dump.ts";
import { connectionString } from "./libpq.ts";
import { type Marker, markerSql, writeMarker } from "./marker.ts";
import { slotName } from "./points.ts";
import type { Address } from "./server.ts";
import { POSITION, type Slot, type Survey, survey } from "./survey.ts";

/** What a copy by replication works with. */
export interface ReplicationCopy {
  readonly source: Database;
  readonly target: Database;
  readonly surveyed: Survey;
  readonly marker: Marker | undefined;
  readonly move: string;
  /** The source as the target reaches it. */
  readonly seen: Address;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly talk: (text: string) => void;
}

/** Publishes, brings the tables and subscribes, from the part on that is not done yet. */
export async function copyByReplication(copy: ReplicationCopy): Promise<void> {
  const { source, target, surveyed, move, talk } = copy;
  const name = slotName(move);
  const marker = { move, source: surveyed.identity };
  if (!copy.marker) {
    talk("making the tables");
    const args = ["--schema-only", ...DUMP];
    const schema = await source.program("pg_dump", args, "reading the tables");
    // In one transaction with its marker: it stands whole, or not at all.
    const whole = `set client_min_messages = warning; begin; ${markerSql({ ...marker, phase: "tables" })} ${schema}; commit;`;
    await target.lines(whole);
  }
  await publish(source, name, surveyed);
  const [subscribed] = await target.lines(
    `select 1 from pg_subscription where subname = ${literal(name)};`,
  );
  if (!subscribed) {
    talk("subscribing");
    // A slot of ours that no subscription uses is what an interrupted run has left.
    await dropSlot(source, name);
    const connection = literal(connectionString(copy.seen, copy.env));
    await target.lines(
      `create subscription ${identifier(name)} connection ${connection} publication ${identifier(name)};`,
    );
  }
  await writeMarker(target, { ...marker, phase: "copied" });
}

async function publish(source: Database, name: string, { tables }: Survey): Promise<void> {
  const list = tables.map((table) => identifier(table.schema, table.name)).join(", ");
  const [there] = await source.lines(
    `select 1 from pg_publication where pubname = ${literal(name)};`,
  );
  if (!there) {
    await source.lines(`create publication ${identifier(name)}${list && ` for table ${list}`};`);
  }
}

/** Drops the move's slot at the source, where nobody uses it. */
export async function dropSlot(source: Database, name: string): Promise<boolean> {
  const dropped = await source.lines(`select pg_drop_replication_slot(slot_name)
    from pg_replication_slots where slot_name = ${literal(name)} and not active;`);
  return dropped.length > 0;
}

/** How replication goes on. */
export interface Lag {
  readonly slot: Slot | undefined;
  /** Tables whose first copy is not through. */
  readonly copying: readonly string[];
  /** Errors that the target's workers met, which try again and again. */
  readonly errors: number;
  readonly isSubscribed: boolean;
  /** False where cutover has switched it off. */
  readonly isEnabled: boolean;
}

/** Asks both sides how far the target is. */
export async function lagOf(source: Database, target: Database, move: string): Promise<Lag> {
  const name = slotName(move);
  const [there] = await target.rows<{ on: boolean; copying: string[]; errors: number }>(`select
    s.subenabled as on,
    (select coalesce(json_agg(srrelid::regclass::text order by 1), '[]') from pg_subscription_rel
      where srsubid = s.oid and srsubstate <> 'r') as copying,
    ${await errorsOf(target)} as errors
    from pg_subscription s where s.subname = ${literal(name)}`);
  const { slots } = await survey(source);
  return {
    slot: slots.find((slot) => slot.name === name),
    copying: there?.copying ?? [],
    errors: there?.errors ?? 0,
    isSubscribed: there !== undefined,
    isEnabled: there?.on ?? false,
  };
}

/** How far the source has written, in WAL. */
export async function positionOf(source: Database): Promise<string> {
  return (await source.lines(`select ${POSITION};`))[0]!;
}

/** True when everything up to a position of the source is at the target, for good. */
export async function hasTaken(source: Database, move: string, position: string): Promise<boolean> {
  const [taken] = await source.lines(
    `select confirmed_flush_lsn >= ${literal(position)} from pg_replication_slots
     where slot_name = ${literal(slotName(move))};`,
  );
  return taken === "t";
}

/** Errors are counted from PostgreSQL 15 on. */
async function errorsOf(target: Database): Promise<string> {
  const [counts] = await target.lines(
    "select to_regclass('pg_catalog.pg_stat_subscription_stats');",
  );
  if (!counts) return "0";
  return `(select apply_error_count + sync_error_count from pg_catalog.pg_stat_subscription_stats t where t.subid = s.oid)`;
}

/** Switches replication off or on again. What it carries until then is there. */
export async function enable(target: Database, move: string, on: boolean): Promise<void> {
  const name = identifier(slotName(move));
  await target.lines(`alter subscription ${name} ${on ? "enable" : "disable"};`);
}

/** Ends replication at the target. It does not ask the source, which may be gone. */
export async function unsubscribe(target: Database, move: string): Promise<boolean> {
  const name = slotName(move);
  const [there] = await target.lines(
    `select 1 from pg_subscription where subname = ${literal(name)};`,
  );
  if (!there) return false;
  const quoted = identifier(name);
  await target.lines(`alter subscription ${quoted} disable;
    alter subscription ${quoted} set (slot_name = none); drop subscription ${quoted};`);
  return true;
}
