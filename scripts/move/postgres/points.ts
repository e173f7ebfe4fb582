import { listed } from "../../stepwise/text.ts";
import type { Point } from "../check.ts";
import { ownedByAnother } from "../owner.ts";
import type { Marker } from "./marker.ts";
import type { PostgresPlan } from "./plan.ts";
import { type Survey, type Table, tableName } from "./survey.ts";

/** What the points of a check are judged by. */
export interface Surveyed {
  readonly plan: PostgresPlan;
  readonly move: string;
  readonly source: Survey;
  readonly target: Survey;
  readonly marker: Marker | undefined;
  /** Major version of pg_dump and pg_restore. */
  readonly programs: number;
}

/** Everything that must hold before a copy begins, in the order in which people read it. */
export const POINTS: readonly Point<Surveyed>[] = [
  { name: "direction", judge: direction },
  { name: "versions", judge: versions },
  { name: "target is empty or ours", judge: emptyOrOurs },
  { name: "rights", judge: rights },
  { name: "encoding", judge: encoding },
  { name: "extensions", judge: extensions },
  { name: "foreign tables", judge: foreignTables },
  {
    name: "replication",
    judge: ({ plan, ...surveyed }) => (plan.by === "replication" ? replication(surveyed) : []),
  },
  {
    name: "what replication does not carry",
    judge: ({ plan, source }) => (plan.by === "replication" ? notCarried(source) : []),
  },
];

function direction({ source, target }: Surveyed): string[] {
  const same = source.identity === target.identity && source.startedAt === target.startedAt;
  return same ? ["source and target are the same database: name another target"] : [];
}

function versions({ source, target, programs }: Surveyed): string[] {
  const [from, to] = [major(source), major(target)];
  return [
    ...(from > to
      ? [`the source is PostgreSQL ${from}, the target ${to}: make the target ${from} or newer`]
      : []),
    ...(programs < from
      ? [
          `pg_dump here is ${programs}, the source ${from}: install the programs of ${from} to ${to}`,
        ]
      : []),
    ...(programs > to
      ? [
          `pg_restore here is ${programs}, the target ${to}: install the programs of ${from} to ${to}`,
        ]
      : []),
  ];
}

function emptyOrOurs({ source, target, marker, move }: Surveyed): string[] {
  if (marker) return ownedByAnother(marker, { move, source: source.identity });
  if (target.tables.length === 0) return [];
  const found = target.tables.map(tableName);
  return [`the target holds ${listed(found, "table")}: name an empty database`];
}

function rights({ source, target }: Surveyed): string[] {
  const tables = source.tables.filter(({ isReadable }) => !isReadable).map(tableName);
  const hidden = [
    ...(tables.length > 0 ? [listed(tables, "table")] : []),
    ...(source.hiddenSequences.length > 0 ? [listed(source.hiddenSequences, "sequence")] : []),
  ];
  return [
    ...hidden.map(
      (list) =>
        `${source.user} may not read ${list} of the source: grant usage on the schema, and select on them, to ${source.user}`,
    ),
    ...(target.mayCreate
      ? []
      : [
          `${target.user} may not create schemas in the target: grant create on database to ${target.user}`,
        ]),
  ];
}

function encoding({ source, target }: Surveyed): string[] {
  if (source.encoding === target.encoding) return [];
  return [
    `the source is in ${source.encoding}, the target in ${target.encoding}: create the target with encoding ${source.encoding}`,
  ];
}

function extensions({ source, target }: Surveyed): string[] {
  const missing = source.extensions.filter((each) => !target.extensionsAvailable.includes(each));
  if (missing.length === 0) return [];
  return [
    `the target does not have ${listed(missing, "extension")}: install them there, or drop them at the source`,
  ];
}

function foreignTables({ source }: Surveyed): string[] {
  if (source.foreignTables.length === 0) return [];
  return [
    `the source has ${listed(source.foreignTables, "foreign table")}, whose servers the target may not reach: drop them, and make them anew after the move`,
  ];
}

function replication({ source, target, move }: Omit<Surveyed, "plan">): string[] {
  const ours = source.slots.some(({ name }) => name === slotName(move));
  const isFull = !ours && source.slots.length >= source.slotsAllowed;
  return [
    ...(source.walLevel === "logical"
      ? []
      : [
          `wal_level of the source is ${source.walLevel}: set it to logical (RDS: rds.logical_replication) and restart it`,
        ]),
    ...(source.slotsAllowed > 0 && !isFull
      ? []
      : [
          `all ${source.slotsAllowed} replication slots of the source are taken: raise max_replication_slots`,
        ]),
    ...(source.sendersAllowed > 1
      ? []
      : [`max_wal_senders of the source is ${source.sendersAllowed}: raise it`]),
    ...(target.workersAllowed > 1
      ? []
      : [`max_logical_replication_workers of the target is ${target.workersAllowed}: raise it`]),
    ...(source.mayReplicate
      ? []
      : [
          `${source.user} may not replicate: alter role ${source.user} replication (RDS: grant rds_replication)`,
        ]),
    ...(target.maySubscribe
      ? []
      : [
          `${target.user} may not subscribe: grant rds_superuser or pg_create_subscription, or be a superuser`,
        ]),
    ...(["none"].includes(target.logsStatements)
      ? []
      : [
          `log_statement of the target is ${target.logsStatements}: its log would hold the password of the source; set it to none until the subscription stands`,
        ]),
  ];
}

function notCarried(source: Survey): string[] {
  const without = source.tables.filter(
    ({ hasIdentity, isUnlogged }) => !hasIdentity && !isUnlogged,
  );
  const unlogged = source.tables.filter(({ isUnlogged }) => isUnlogged);
  return [
    ...named(
      without,
      (list) =>
        `${list} of the source cannot tell rows apart: give them a primary key, or alter table ... replica identity full`,
    ),
    ...named(
      unlogged,
      (list) => `${list} of the source are unlogged: alter table ... set logged, or move by dump`,
    ),
    ...(source.largeObjects > 0
      ? [
          `the source has ${source.largeObjects} large objects, which are not replicated: move by dump, or put them into a column of bytea`,
        ]
      : []),
    ...(source.alwaysTriggers.length > 0
      ? [
          `${listed(source.alwaysTriggers, "trigger")} of the source would fire a second time at the target: alter table ... enable trigger`,
        ]
      : []),
  ];
}

function named(tables: readonly Table[], sentence: (list: string) => string): string[] {
  return tables.length > 0 ? [sentence(listed(tables.map(tableName), "table"))] : [];
}

/** `15` of 15.18. */
export function major({ version }: Pick<Survey, "version">): number {
  return Math.floor(version / 10_000);
}

/** What a move calls its publication, its subscription and its slot. */
export function slotName(move: string): string {
  return `groundplan_${move}`;
}
