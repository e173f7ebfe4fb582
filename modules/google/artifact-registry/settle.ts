import { nameProblem } from "@groundplan/core/naming";
import {
  atLeast,
  type Finding,
  known,
  matching,
  must,
  oneOf,
  reasonGiven,
} from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { lintCleanup } from "./cleanup-linter.ts";
import type { CleanupPolicies, InUse } from "./cleanup-policy.ts";
import type { ArtifactRegistryProps, DryRunRead } from "./props.ts";
import { FORMATS, type RegistryFormat } from "./registry-url.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  immutableTags: { dev: false, prod: true },
  cleanup: {
    dev: {
      "delete-untagged": { action: "delete", tagState: "untagged", olderThanDays: 7 },
      "delete-dev-builds": { action: "delete", tagPrefixes: ["dev-"], olderThanDays: 30 },
      "keep-recent": { action: "keep", mostRecent: 10 },
    },
    prod: {
      "delete-untagged": { action: "delete", tagState: "untagged", olderThanDays: 30 },
      "keep-releases": { action: "keep", tagPrefixes: ["v"] },
      "keep-recent": { action: "keep", mostRecent: 20 },
    },
  } as PerStage<CleanupPolicies>,
  rollbackDays: { dev: 7, prod: 30 },
  dryRun: { dev: false, prod: true },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default filled in. */
export interface SettledRegistry {
  readonly format: RegistryFormat;
  readonly immutableTags: boolean;
  readonly cleanup: CleanupPolicies;
  readonly inUse: InUse;
  readonly rollbackDays: number;
  readonly dryRun: boolean;
  /** Whether cleanup may delete only once somebody has read what a dry run says. */
  readonly dryRunFirst: boolean;
  readonly dryRunRead?: DryRunRead;
  readonly scanning: "INHERITED" | "DISABLED";
  readonly protect: boolean;
  /** Reasons and acknowledgements, by the label that says them. */
  readonly reasons: Readonly<Record<string, string | undefined>>;
}

/** Our default for the stage, then the caller's value. No other line looks at the stage. */
export function resolveRegistry(props: ArtifactRegistryProps): SettledRegistry {
  const { stage, scanning } = props;
  const format = props.format ?? "docker";
  const docker = format === "docker";
  const dryRun = props.dryRun ?? DEFAULTS.dryRun[stage];
  const dryRunRead = typeof dryRun === "object" ? dryRun : undefined;
  const unscanned = typeof scanning === "object" ? scanning.reason : undefined;
  return {
    format,
    immutableTags: props.immutableTags ?? (docker && DEFAULTS.immutableTags[stage]),
    cleanup: props.cleanup ?? (docker ? DEFAULTS.cleanup[stage] : {}),
    inUse: props.inUse ?? {},
    rollbackDays: props.rollbackDays ?? DEFAULTS.rollbackDays[stage],
    dryRun: dryRun === true,
    dryRunFirst: DEFAULTS.dryRun[stage],
    dryRunRead,
    scanning: unscanned === undefined ? "INHERITED" : "DISABLED",
    protect: props.protect ?? DEFAULTS.protect[stage],
    reasons: {
      "dry-run-read": dryRunRead && `${dryRunRead.logOf} ${dryRunRead.readBy}`,
      unscanned,
    },
  };
}

/** Everything that is wrong with the props, in the words of the props. */
export function propProblems(props: ArtifactRegistryProps, settled: SettledRegistry): Finding[] {
  const { name, location, project, scanning } = props;
  return [
    nameProblem("name", "artifact-repository", name),
    oneOf("format", settled.format, FORMATS),
    matching(
      "location",
      location,
      /^(asia|europe|us|[a-z]+-[a-z]+\d+)$/,
      "be a region, or asia, europe or us",
    ),
    matching("project", project, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "be a project id, not a number"),
    must(
      settled.format === "docker" || !settled.immutableTags,
      "immutableTags",
      "be false but in docker repositories",
      settled.immutableTags,
    ),
    atLeast("rollbackDays", settled.rollbackDays, 1),
    ...lintCleanup(settled.cleanup, settled),
    ...dryRunProblems(settled),
    typeof scanning === "object" && reasonGiven("scanning", scanning.reason),
    keyProblem(props),
  ];
}

function dryRunProblems({ dryRun, dryRunFirst, dryRunRead }: SettledRegistry): Finding[] {
  if (dryRunRead) {
    const { logOf, readBy } = dryRunRead;
    return [
      matching("dryRun.logOf", logOf, /^\d{4}-\d{2}-\d{2}$/, "be a day such as 2027-03-31"),
      must(readBy.trim() !== "", "dryRun.readBy", "name a team or a person", readBy),
    ];
  }
  return [
    must(
      dryRun || !dryRunFirst,
      "dryRun",
      "be true until its log was read",
      false,
      "then give { logOf, readBy }",
    ),
  ];
}

function keyProblem({ encryption, location }: ArtifactRegistryProps): Finding {
  if (!encryption || !known(encryption.keyId)) return undefined;
  const place = /\/locations\/([^/]+)\//.exec(encryption.keyId)?.[1];
  return must(
    place === location,
    "encryption.keyId",
    `be a key in ${location}, where the repository is`,
    encryption.keyId,
  );
}
