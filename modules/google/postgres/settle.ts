import { between, type Finding, known, matching, must, unique } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Network, type NetworkAddress } from "../network/index.ts";
import { backupProblems, type SettledBackups } from "./backups.ts";
import { type Maintenance, maintenanceProblems } from "./maintenance.ts";
import type { PostgresProps } from "./props.ts";
import { tierProblems } from "./tier.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  tier: { dev: "db-g1-small", prod: "db-custom-2-7680" },
  availability: { dev: "zonal", prod: "regional" } as PerStage<"zonal" | "regional">,
  maxDiskGiB: { dev: 50, prod: 500 },
  keepBackups: { dev: 7, prod: 30 },
  pointInTimeDays: { dev: 0, prod: 7 },
  maintenance: {
    dev: false,
    prod: { day: 7, hourUtc: 2, track: "stable" },
  } as PerStage<Maintenance | false>,
  audit: { dev: false, prod: true },
  sharedCore: { dev: true, prod: false },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** Settings that every instance has: statements of more than a second are lines of the log. */
const FLAGS = { log_min_duration_statement: "1000" };

/** Who connected, what they changed, and what made others wait. */
const AUDIT_FLAGS = {
  "cloudsql.enable_pgaudit": "on",
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_temp_files: "0",
};

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledPostgres = ReturnType<typeof resolvePostgres>;

/** Settles every value: the caller's, else the stage's default. */
export function resolvePostgres(props: Omit<PostgresProps, "network">) {
  const { stage, name, generation = 1, backups } = props;
  const settledBackups: SettledBackups = {
    ...backups,
    keep: backups?.keep ?? DEFAULTS.keepBackups[stage],
    pointInTimeDays: backups?.pointInTimeDays ?? DEFAULTS.pointInTimeDays[stage],
  };
  return {
    generation,
    instanceName: instanceName(name, generation),
    edition: props.edition ?? "enterprise",
    tier: props.tier ?? DEFAULTS.tier[stage],
    sharedCore: DEFAULTS.sharedCore[stage],
    availability: props.availability ?? DEFAULTS.availability[stage],
    maxDiskGiB: props.maxDiskGiB ?? DEFAULTS.maxDiskGiB[stage],
    backups: settledBackups,
    maintenance: props.maintenance ?? (DEFAULTS.maintenance[stage] || undefined),
    databases: props.databases ?? [],
    flags: { ...FLAGS, ...(DEFAULTS.audit[stage] ? AUDIT_FLAGS : {}), ...props.flags },
    replicas: props.replicas ?? {},
    protect: props.protect ?? DEFAULTS.protect[stage],
  };
}

/** `<project>:<region>:<instance>`, from the names alone: what connectors ask for, wherever they run. */
export function connectionName(
  { project, region }: { readonly project: string; readonly region: string },
  name: string,
  generation = 1,
): string {
  return `${project}:${region}:${instanceName(name, generation)}`;
}

function instanceName(name: string, generation: number): string {
  return generation === 1 ? name : `${name}-${generation}`;
}

/** The props, or the same before there is a network to stand in. */
type CheckedPostgres = Omit<PostgresProps, "network"> & { readonly network: NetworkAddress };

/** Everything that is wrong with the props, in the words of the props. */
export function postgresProblems(props: CheckedPostgres): Finding[] {
  const settled = resolvePostgres(props);
  const { edition, tier, availability, databases, replicas } = settled;
  const sharedCore = { sharedCore: settled.sharedCore };
  return [
    ...nameProblems(props, settled),
    must([14, 15, 16, 17].includes(props.version), "version", "be 14, 15, 16 or 17", props.version),
    ...tierProblems("tier", tier, edition, sharedCore),
    between("maxDiskGiB", settled.maxDiskGiB, 10, 65_536),
    ...backupProblems(settled.backups, edition, availability === "regional"),
    ...maintenanceProblems(settled.maintenance),
    unique("databases", databases),
    ...databases.map((name) =>
      matching("databases", name, /^[a-z_][a-z0-9_-]{0,62}$/, "be lower-case names of databases"),
    ),
    must(
      !("cloudsql.iam_authentication" in (props.flags ?? {})),
      "flags",
      "not hold cloudsql.iam_authentication",
      undefined,
      "it is always on: nobody logs in by password",
    ),
    ...Object.entries(replicas).flatMap(([key, replica]) => [
      matching("replicas", key, /^[a-z][a-z0-9-]*$/, "have kebab-case keys"),
      ...tierProblems(`replicas.${key}.tier`, replica.tier ?? tier, edition, sharedCore),
    ]),
  ];
}

/** Google counts the project in: `<project>:<instance>` has at most 98 characters. */
function nameProblems(
  { network, replicas }: CheckedPostgres,
  { generation, instanceName }: SettledPostgres,
): Finding[] {
  const longest = Math.max(0, ...Object.keys(replicas ?? {}).map((key) => key.length + 1));
  const room = 97 - network.project.length - longest;
  return [
    between("generation", generation, 1, 99),
    known(instanceName) &&
      must(
        instanceName.length <= room,
        "name",
        `have at most ${room} characters beside the project's and its replicas'`,
        instanceName,
      ),
    matching(
      "name",
      instanceName,
      /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
      "be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen",
    ),
    must(
      !(network instanceof Network) || network.privateServices !== undefined,
      "network",
      "have privateServices: the database's address comes from there",
    ),
  ];
}
