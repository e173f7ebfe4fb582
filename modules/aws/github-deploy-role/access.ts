import type { Finding } from "@groundplan/core/problems";
import type { AwsLocation } from "../account/index.ts";
import type { PolicyStatement } from "../iam/index.ts";
import { type ApplyAccess, applyProblems, applyRights } from "./apply-rights.ts";
import { type PlanAccess, planProblems, planRefusals } from "./plan-rights.ts";

/**
 * A role that pushes images or releases a service. It has no right of its own: a registry or a release
 * gives it one (`registry.grantPush(role)`, `release.grantRelease(role)`).
 */
export interface GrantedAccess {
  readonly kind: "push" | "release";
}

/** What a role is for. One purpose, one role. */
export type DeployAccess = PlanAccess | ApplyAccess | GrantedAccess;

/** What a role does, in its description. */
export const DOES: Readonly<Record<DeployAccess["kind"], string>> = {
  plan: "Plans",
  apply: "Plans and applies",
  push: "Pushes images",
  release: "Releases",
};

/** The rights that a role has by its purpose; grants add theirs. */
export function rightsOf(access: DeployAccess, place: AwsLocation): PolicyStatement[] {
  if (access.kind === "plan") return planRefusals(place, access);
  return access.kind === "apply" ? applyRights(place, access) : [];
}

/** What is wrong with a purpose. */
export function accessProblems(access: DeployAccess): Finding[] {
  if (access.kind === "plan") return planProblems(access);
  return access.kind === "apply" ? applyProblems(access) : [];
}
