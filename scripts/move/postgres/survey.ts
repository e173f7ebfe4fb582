import type { Database } from "./database.ts";

/** A table with rows of its own. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** By their names, in their alphabetical order. */
  readonly columns: readonly string[];
  /** Its rows can be told apart by a primary key or a replica identity. */
  readonly hasIdentity: boolean;
  readonly isUnlogged: boolean;
  readonly isReadable: boolean;
}

/** A logical replication slot. */
export interface Slot {
  readonly name: string;
  readonly isActive: boolean;
  /** Bytes of WAL that the server keeps because of it. */
  readonly keptBytes: number;
  /** What it had been told of was not yet taken, in bytes. */
  readonly lagBytes: number;
  /** `lost` when it can never go on. */
  readonly state: string;
}

/** What a database says of itself. */
export interface Survey {
  /** `150018` for 15.18. */
  readonly version: number;
  /** Cluster and database; survives a restart, and is shared by a restored snapshot. */
  readonly identity: string;
  /** Tells a server from one that was restored from it. */
  readonly startedAt: string;
  readonly user: string;
  readonly encoding: string;
  readonly collation: string;
  readonly sizeBytes: number;
  readonly walLevel: string;
  readonly slotsAllowed: number;
  readonly sendersAllowed: number;
  readonly workersAllowed: number;
  readonly mayReplicate: boolean;
  readonly maySubscribe: boolean;
  readonly mayCreate: boolean;
  readonly logsStatements: string;
  readonly largeObjects: number;
  readonly tables: readonly Table[];
  /** Sequences whose value the user may not read; cutover wants it of each. */
  readonly hiddenSequences: readonly string[];
  readonly slots: readonly Slot[];
  readonly extensions: readonly string[];
  readonly extensionsAvailable: readonly string[];
  readonly foreignTables: readonly string[];
  readonly alwaysTriggers: readonly string[];
}

/** Objects that neither PostgreSQL nor an extension nor this move has made. */
export function ownedByPeople(relation: string, namespace: string): string {
  return `${namespace}.nspname !~ '^pg_' and ${namespace}.nspname not in ('information_schema', 'groundplan_move')
    and ${relation}.relpersistence <> 't'
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
      and d.objid = ${relation}.oid and d.deptype = 'e')`;
}

const RELATIONS = `pg_class c join pg_namespace n on n.oid = c.relnamespace and ${ownedByPeople("c", "n")}`;
const NAMED = "format('%s.%s', n.nspname, c.relname)";

/** Names of relations of one kind, as a JSON list. */
function listOf(kind: string, which = ""): string {
  return `(select coalesce(json_agg(${NAMED} order by n.nspname, c.relname), '[]') from ${RELATIONS} where c.relkind = '${kind}' ${which})`;
}

/** A right that a superuser, or a member of one of these roles, has. */
function hasRole(...roles: readonly string[]): string {
  const named = roles.map((role) => `'${role}'`).join(", ");
  return `(select rolsuper from pg_roles where rolname = current_user) or exists
    (select 1 from pg_roles r where r.rolname in (${named}) and pg_has_role(current_user, r.oid, 'member'))`;
}

const TABLES = `(select coalesce(json_agg(json_build_object(
    'schema', n.nspname, 'name', c.relname,
    'columns', (select coalesce(json_agg(a.attname order by a.attname collate "C"), '[]') from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'hasIdentity', c.relreplident in ('f', 'i') or c.relreplident = 'd' and exists
      (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indisvalid),
    'isUnlogged', c.relpersistence = 'u',
    'isReadable', has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
  ) order by n.nspname, c.relname), '[]') from ${RELATIONS} where c.relkind = 'r')`;

const SLOTS = `(select coalesce(json_agg(json_build_object(
    'name', slot_name, 'isActive', active,
    'keptBytes', coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0),
    'lagBytes', coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0),
    'state', coalesce(to_json(s) ->> 'wal_status', 'reserved')
  ) order by slot_name), '[]') from pg_replication_slots s
  where slot_type = 'logical' and database = current_database())`;

const SURVEY = `select
  current_setting('server_version_num')::int as version,
  (select system_identifier::text from pg_control_system()) || '/' || current_database() as identity,
  pg_postmaster_start_time()::text as "startedAt",
  current_user as "user",
  current_setting('server_encoding') as encoding,
  (select datcollate from pg_database where datname = current_database()) as collation,
  pg_database_size(current_database()) as "sizeBytes",
  current_setting('wal_level') as "walLevel",
  current_setting('max_replication_slots')::int as "slotsAllowed",
  current_setting('max_wal_senders')::int as "sendersAllowed",
  current_setting('max_logical_replication_workers')::int as "workersAllowed",
  (select rolreplication from pg_roles where rolname = current_user) or ${hasRole("rds_replication", "rds_superuser")} as "mayReplicate",
  ${hasRole("rds_superuser", "pg_create_subscription")} as "maySubscribe",
  has_database_privilege(current_database(), 'create') as "mayCreate",
  current_setting('log_statement') as "logsStatements",
  (select count(*) from pg_largeobject_metadata) as "largeObjects",
  ${TABLES} as tables,
  ${listOf("S", "and not has_table_privilege(c.oid, 'select')")} as "hiddenSequences",
  ${SLOTS} as slots,
  (select coalesce(json_agg(extname order by extname), '[]') from pg_extension where extname <> 'plpgsql') as extensions,
  (select coalesce(json_agg(name order by name), '[]') from pg_available_extensions) as "extensionsAvailable",
  ${listOf("f")} as "foreignTables",
  (select coalesce(json_agg(${NAMED} || ': ' || t.tgname order by n.nspname, c.relname, t.tgname), '[]') from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where t.tgenabled in ('A', 'R') and not t.tgisinternal and ${ownedByPeople("c", "n")}) as "alwaysTriggers"`;

/** Asks a database everything that the gates need to know. */
export async function survey(database: Database): Promise<Survey> {
  // One of a cascade has no position of its own to tell: as a target or source it is none.
  return (await database.rows<Survey>(SURVEY.replaceAll("pg_current_wal_lsn()", POSITION)))[0]!;
}

/** A server in recovery writes no WAL, and replays what another writes. */
export const POSITION =
  "(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)";

/** `public.artists`, as messages and decisions name it. */
export function tableName({ schema, name }: Pick<Table, "schema" | "name">): string {
  return `${schema}.${name}`;
}
