import {
  NAMED_AWS as foundationNamesAws,
  NAMED_GOOGLE as foundationNamesGoogle,
} from "@groundplan/apps/foundation/names";
import { foundationProblems, stateHomeProblems } from "@groundplan/apps/foundation/problems";
import {
  NAMED as graphNames,
  NAMED_ONCE as graphNamesOnce,
} from "@groundplan/apps/music-graph/names";
import { musicGraphProblems } from "@groundplan/apps/music-graph/problems";
import { NAMED as libraryNames } from "@groundplan/apps/music-library/names";
import { musicLibraryProblems } from "@groundplan/apps/music-library/problems";
import { type NameKind, nameProblem } from "@groundplan/core/naming";
import {
  check,
  type Finding,
  matching,
  must,
  oneOf,
  typedIn,
  unique,
  within,
} from "@groundplan/core/problems";
import type { Environment, StateSettings } from "./environment.ts";
import { rangeProblems } from "./ranges.ts";
import { AWS_REGIONS, GOOGLE_REGIONS } from "./regions.ts";
import { runProblems } from "./workspaces.ts";

/**
 * Checks every environment, alone and against the others, before any construct is made.
 *
 * @throws PropsError with all mistakes: file, the path that was typed, the rule, the value, the cure
 */
export function validate(environments: readonly Environment[]): void {
  check("environments", [
    ...environments.flatMap((environment) =>
      typedIn(fileOf(environment), environmentProblems(environment)),
    ),
    ...betweenEnvironments(environments),
  ]);
}

/** The file that an environment is typed in. */
function fileOf({ name }: Environment): string {
  return `environments/${name}/environment.ts`;
}

function environmentProblems(environment: Environment): Finding[] {
  const { name, org, stage, aws, google, cloudflare, state, apps } = environment;
  const library = apps["music-library"];
  const graph = apps["music-graph"];
  return [
    matching("name", name, /^[a-z][a-z0-9]*$/, "be lower-case letters and digits"),
    matching("org", org, /^[a-z][a-z0-9]*$/, "be lower-case letters and digits"),
    oneOf("stage", stage, ["dev", "prod"]),
    ...(aws ? awsProblems(aws) : []),
    ...(google ? googleProblems(google) : []),
    matching(
      "cloudflare.accountId",
      cloudflare?.accountId,
      /^[0-9a-f]{32}$/,
      "be 32 lower-case hexadecimal digits",
    ),
    ...stateProblems(state),
    ...nameFindings(environment),
    ...foundationFindings(environment),
    ...(library
      ? within("apps.music-library", musicLibraryProblems(library, { stage, region: aws?.region }))
      : []),
    ...(graph
      ? within("apps.music-graph", musicGraphProblems(graph, { stage, region: google?.region }))
      : []),
  ];
}

function foundationFindings({
  name,
  org,
  stage,
  state,
  apps,
  ...accounts
}: Environment): Finding[] {
  if (!apps.foundation) return [];
  const around = { org, name, stage, state, accounts };
  return [
    ...stateHomeProblems(around),
    ...within("apps.foundation", foundationProblems(apps.foundation, around)),
  ];
}

/** Names that the organisation's and the environment's name make too long for a service. */
function nameFindings({ org, name, apps }: Environment): Finding[] {
  const graph = apps["music-graph"];
  const named: Readonly<Record<string, readonly [NameKind, string]>>[] = [
    apps.foundation?.ci.aws ? foundationNamesAws : {},
    apps.foundation?.ci.google ? foundationNamesGoogle : {},
    apps["music-library"] ? libraryNames : {},
    graph?.kind === "platform" ? graphNames : {},
    graph?.kind === "shared" ? graphNamesOnce : {},
  ];
  return named.flatMap(Object.values).map(([kind, component]: readonly [NameKind, string]) => {
    const finding = nameProblem("org", kind, `${org}-${name}-${component}`);
    return finding && { ...finding, rule: `make names that ${finding.rule}` };
  });
}

function awsProblems({ accountId, region }: NonNullable<Environment["aws"]>): Finding[] {
  return [
    matching("aws.accountId", accountId, /^\d{12}$/, "be 12 digits"),
    oneOf<string>("aws.region", region, AWS_REGIONS),
  ];
}

function googleProblems(google: NonNullable<Environment["google"]>): Finding[] {
  return [
    matching(
      "google.projectId",
      google.projectId,
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      "be 6 to 30 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen",
    ),
    matching("google.projectNumber", google.projectNumber, /^\d{6,19}$/, "be digits"),
    oneOf<string>("google.region", google.region, GOOGLE_REGIONS),
  ];
}

function stateProblems(state: StateSettings): Finding[] {
  switch (state.kind) {
    case "local":
      return [];
    case "s3":
      return [
        nameProblem("state.bucket", "s3-bucket", state.bucket),
        oneOf<string>("state.region", state.region, AWS_REGIONS),
      ];
    case "gcs":
      return [nameProblem("state.bucket", "google-bucket", state.bucket)];
    case "cloud":
      return [
        matching(
          "state.organization",
          state.organization,
          /^[A-Za-z0-9_-]{3,40}$/,
          "be 3 to 40 letters, digits, - and _",
        ),
        nameProblem("state.workspacePrefix", "workspace", state.workspacePrefix),
        ...tagProblems(state.tags ?? []),
        ...runProblems(state),
      ];
  }
}

/** Source: HCP Terraform API, organization tags, documentation read 2026-11. */
function tagProblems(tags: readonly string[]): Finding[] {
  return [
    unique("state.tags", tags),
    ...tags.map((tag) =>
      matching(
        "state.tags",
        tag,
        /^[A-Za-z0-9:_-]{1,255}$/,
        "be 1 to 255 letters, digits and : - _",
      ),
    ),
  ];
}

/** What two environments must not have in common. */
function betweenEnvironments(environments: readonly Environment[]): Finding[] {
  const library = environments.filter(({ apps }) => apps["music-library"]);
  return [
    unique(
      "name",
      environments.map(({ name }) => name),
    ),
    ...sameTwice(environments, "state.bucket", ({ state }) =>
      "bucket" in state ? state.bucket : undefined,
    ),
    ...sameTwice(
      library,
      "apps.music-library.zone.name",
      ({ apps }) => apps["music-library"]?.zone.name,
    ),
    ...rangeProblems(environments, fileOf),
  ];
}

function sameTwice(
  environments: readonly Environment[],
  prop: string,
  pick: (environment: Environment) => string | undefined,
): Finding[] {
  return environments.flatMap((environment, i) => {
    const value = pick(environment);
    const other = environments.slice(0, i).find((earlier) => pick(earlier) === value);
    return value !== undefined && other
      ? typedIn(fileOf(environment), [must(false, prop, `not be that of ${other.name}`, value)])
      : [];
  });
}
