import { isList } from "../../cty/value.ts";
import { textsAt } from "../../store/index-of.ts";
import { type Case, others, refused, text } from "./case.ts";
import { checkRules } from "./rules-per-group.ts";

/** Signs of all inline policies of an identity, blanks not counted (IAM and STS quotas). */
const INLINE_SIGNS = { role: 10_240, user: 2048, group: 5120 } as const;

/** Signs of a managed policy (IAM and STS quotas). */
const MANAGED_SIGNS = 6144;

/** Signs of a role's trust policy (IAM and STS quotas). */
const TRUST_SIGNS = 2048;

/** Managed policies that a role takes (IAM and STS quotas). */
const POLICIES_PER_ROLE = 10;

/** Security groups of a network interface (Amazon VPC quotas, "Security groups"). */
const GROUPS_PER_INTERFACE = 5;

/** Cleanup policies of a repository (Artifact Registry, "Configure cleanup policies"). */
const CLEANUP_POLICIES = 10;

const signs = (policy: string) => policy.replaceAll(/\s/g, "").length;

type Check = (subject: Case) => void;

/** All inline policies of an identity are counted together. */
function inline(identity: keyof typeof INLINE_SIGNS): Check {
  const most = INLINE_SIGNS[identity];
  return (subject) => {
    const { type, planned } = subject;
    const name = text(planned, identity);
    const beside = others(subject, type, identity, name);
    const policies = [
      text(planned, "policy"),
      ...beside.map(({ object }) => text(object, "policy")),
    ];
    if (policies.reduce((sum, policy) => sum + signs(policy), 0) <= most) return;
    const message = `Maximum policy size of ${most} bytes exceeded for ${identity} ${name}`;
    throw refused(`putting ${type}`, "LimitExceeded", message);
  };
}

/** A network interface takes so many groups, whatever it is the interface of. */
function groupsAt(path: string): Check {
  return ({ type, planned, before }) => {
    if (textsAt(planned, path).length <= GROUPS_PER_INTERFACE) return;
    throw refused(
      `${before ? "updating" : "creating"} ${type}`,
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  };
}

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
  aws_iam_policy: ({ type, planned, before }) => {
    if (signs(text(planned, "policy")) <= MANAGED_SIGNS) return;
    const message = `Cannot exceed quota for PolicySize: ${MANAGED_SIGNS}`;
    throw refused(`${before ? "updating" : "creating"} ${type}`, "LimitExceeded", message);
  },
  aws_iam_role_policy: inline("role"),
  aws_iam_user_policy: inline("user"),
  aws_iam_group_policy: inline("group"),
  aws_instance: groupsAt("vpc_security_group_ids"),
  aws_network_interface: groupsAt("security_groups"),
  aws_lb: groupsAt("security_groups"),
  aws_lambda_function: groupsAt("vpc_config.security_group_ids"),
  aws_ecs_service: groupsAt("network_configuration.security_groups"),
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
