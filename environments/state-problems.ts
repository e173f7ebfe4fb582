import { nameProblem } from "@groundplan/core/naming";
import { type Finding, matching, oneOf, unique } from "@groundplan/core/problems";
import { AWS_REGIONS } from "@groundplan/core/regions";
import type { StateSettings } from "./environment.ts";
import { runProblems } from "./workspaces.ts";

/** What is wrong with where the states lie. */
export function stateProblems(state: StateSettings): Finding[] {
  const unknown = oneOf("state.kind", state.kind, ["local", "s3", "gcs", "cloud"]);
  if (unknown) return [unknown];
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
