import { isList } from "../../cty/value.ts";
import { type Case, others, refused, text } from "./case.ts";
import { checkRules } from "./rules-per-group.ts";

/** Signs of all inline policies of a role, blanks not counted (IAM and STS quotas). */
const INLINE_SIGNS = 10_240;

/** Signs of a role's trust policy (IAM and STS quotas). */
const TRUST_SIGNS = 2048;

/** Managed policies that a role takes (IAM and STS quotas). */
const POLICIES_PER_ROLE = 10;

/** Cleanup policies of a repository (Artifact Registry, "Configure cleanup policies"). */
const CLEANUP_POLICIES = 10;

const signs = (policy: string) => policy.replaceAll(/\s/g, "").length;

type Check = (subject: Case) => void;

const CHECKS: Readonly<Record<string, Check>> = {
  aws_security_group: checkRules,
  aws_security_group_rule: checkRules,
  aws_vpc_security_group_ingress_rule: checkRules,
  aws_vpc_security_group_egress_rule: checkRules,
  aws_iam_role: ({ type, planned }) => {
    if (signs(text(planned, "assume_role_policy")) <= TRUST_SIGNS) return;
    const message = `Cannot exceed quota for ACLSizePerRole: ${TRUST_SIGNS}`;
    throw refused(`creating ${type}`, "LimitExceeded", message);
  },
  aws_iam_role_policy: (subject) => {
    const { type, planned } = subject;
    const role = text(planned, "role");
    const beside = others(subject, type, "role", role);
    const policies = [
      text(planned, "policy"),
      ...beside.map(({ object }) => text(object, "policy")),
    ];
    if (policies.reduce((sum, policy) => sum + signs(policy), 0) <= INLINE_SIGNS) return;
    const message = `Maximum policy size of ${INLINE_SIGNS} bytes exceeded for role ${role}`;
    throw refused(`putting ${type}`, "LimitExceeded", message);
  },
  aws_iam_role_policy_attachment: (subject) => {
    const role = text(subject.planned, "role");
    const beside = others(subject, subject.type, "role", role);
    if (beside.length < POLICIES_PER_ROLE) return;
    const message = `Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`;
    throw refused(`attaching ${subject.type}`, "LimitExceeded", message);
  },
  google_artifact_registry_repository: ({ type, planned }) => {
    const policies = planned?.["cleanup_policies"];
    if (!isList(policies) || policies.length <= CLEANUP_POLICIES) return;
    const message = `a repository takes at most ${CLEANUP_POLICIES} cleanup policies, got ${policies.length}`;
    throw refused(`creating ${type}`, "Error 400", message);
  },
};

/** Refuses what goes beyond a quota that bites. */
export function checkQuota(subject: Case): void {
  if (subject.planned) CHECKS[subject.type]?.(subject);
}
