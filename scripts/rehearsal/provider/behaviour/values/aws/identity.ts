import type { RuleTable } from "../rule.ts";
import { global, regional } from "./arn.ts";

/**
 * Computed values of identities, keys and secrets. Prefixes of unique ids:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const IDENTITY: RuleTable = {
  aws_iam_role: {
    id: "{name}",
    arn: global("iam", "role{path}{name}"),
    unique_id: "AROA{upper:17}",
  },
  aws_iam_user: {
    id: "{name}",
    arn: global("iam", "user{path}{name}"),
    unique_id: "AIDA{upper:17}",
  },
  aws_iam_group: {
    id: "{name}",
    arn: global("iam", "group{path}{name}"),
    unique_id: "AGPA{upper:17}",
  },
  aws_iam_policy: {
    id: "{arn}",
    arn: global("iam", "policy{path}{name}"),
    policy_id: "ANPA{upper:17}",
  },
  aws_iam_instance_profile: {
    id: "{name}",
    arn: global("iam", "instance-profile{path}{name}"),
    unique_id: "AIPA{upper:17}",
  },
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_group_policy: { id: "{group}:{name}" },
  aws_iam_user_policy: { id: "{user}:{name}" },
  aws_iam_role_policy_attachment: { id: "{role}/{policy_arn}" },
  aws_iam_user_policy_attachment: { id: "{user}/{policy_arn}" },
  aws_iam_user_group_membership: { id: "terraform-{digits:26}" },
  aws_iam_openid_connect_provider: {
    id: "{arn}",
    arn: (self) =>
      self.expand(global("iam", `oidc-provider/${self.text("url").replace("https://", "")}`)),
    thumbprint_list: (self) => [self.expand("{hex:40:url}")],
  },
  aws_iam_access_key: {
    id: "AKIA{upper:16}",
    secret: "rehearsal-not-a-secret-{alnum:17}",
    ses_smtp_password_v4: "rehearsal-not-a-secret-{alnum:17}",
    encrypted_secret: "",
    encrypted_ses_smtp_password_v4: "",
    key_fingerprint: "",
  },
  aws_kms_key: {
    id: "{key_id}",
    key_id: "{uuid}",
    arn: regional("kms", "key/{key_id}"),
    policy:
      '{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":' +
      '"arn:aws:iam::{account}:root"},"Resource":"*","Sid":"Enable IAM User Permissions"}],' +
      '"Version":"2012-10-17"}',
    rotation_period_in_days: (self) => (self.value("enable_key_rotation") === true ? 365 : 0),
  },
  aws_kms_key_policy: { id: "{key_id}" },
  aws_kms_alias: {
    id: "{name}",
    arn: regional("kms", "{name}"),
    target_key_arn: regional("kms", "key/{target_key_id:last}"),
  },
  aws_secretsmanager_secret: {
    id: "{arn}",
    arn: regional("secretsmanager", "secret:{name}-{alnum:6}"),
    policy: "",
  },
  aws_secretsmanager_secret_version: {
    id: "{secret_id}|{version_id}",
    arn: "{secret_id}",
    version_id: "terraform-{digits:26}",
    version_stages: () => ["AWSCURRENT"],
  },
  aws_ssm_parameter: {
    id: "{name}",
    arn: (self) =>
      self.expand(
        regional("ssm", `parameter${self.text("name").startsWith("/") ? "" : "/"}{name}`),
      ),
    tier: "Standard",
    data_type: "text",
    version: (self) => self.next("version", "id"),
  },
  aws_acm_certificate: {
    id: "{arn}",
    arn: regional("acm", "certificate/{uuid}"),
    status: "PENDING_VALIDATION",
    type: "AMAZON_ISSUED",
    key_algorithm: "RSA_2048",
    renewal_eligibility: "INELIGIBLE",
    not_after: "",
    not_before: "",
    domain_validation_options: (self) =>
      domains(self.text("domain_name"), self.value("subject_alternative_names")).map((domain) => {
        const bare = domain.replace(/^\*\./, "");
        return {
          domain_name: domain,
          resource_record_name: self.expand(`_{hex:32:arn}.${bare}.`),
          resource_record_type: "CNAME",
          resource_record_value: self.expand("_{hex:32:id}.{alnum:10:arn}.acm-validations.aws."),
        };
      }),
    subject_alternative_names: (self) => [self.text("domain_name")],
  },
  aws_acm_certificate_validation: { id: "2025-01-01 00:00:00 +0000 UTC" },
};

function domains(domain: string, alternatives: unknown): string[] {
  const more = Array.isArray(alternatives) ? alternatives.filter((x) => typeof x === "string") : [];
  return [...new Set([domain, ...more])];
}
