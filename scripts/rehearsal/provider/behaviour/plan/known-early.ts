import { type Fields, isFields, isList, isUnknown, UNKNOWN, type Value } from "../../cty/value.ts";

/** Plans computed values that a provider knows, wholly or in part, before it creates. */
type Early = (planned: Fields, prior: Fields | undefined) => Fields;

/**
 * Types whose provider computes during the plan what the learned facts cannot tell, because it
 * depends on the author's other values.
 */
const EARLY: Readonly<Record<string, Early>> = {
  // The domain itself is one of the alternative names, and the names of the validation records'
  // domains are known at once, so that records can be made with for_each.
  // terraform-provider-aws v6.25.0, internal/service/acm/certificate.go, CustomizeDiff
  aws_acm_certificate: (proposed, prior) => {
    // What is being renewed may be renewed by the time of the apply.
    const isRenewed = prior?.["pending_renewal"] === true;
    const planned = isRenewed ? { ...proposed, pending_renewal: UNKNOWN } : proposed;
    const domain = planned["domain_name"] ?? null;
    const names = planned["subject_alternative_names"] ?? null;
    if (typeof domain !== "string") return planned;
    const before = prior?.["subject_alternative_names"];
    if (isList(before) && !before.includes(domain)) return planned;
    const all = isList(names) && !names.includes(domain) ? [...names, domain] : names;
    if (prior || planned["validation_method"] !== "DNS") {
      return { ...planned, subject_alternative_names: all };
    }
    const domain_validation_options = isUnknown(all) || all === null ? [domain] : all;
    return {
      ...planned,
      subject_alternative_names: all,
      domain_validation_options: options(domain_validation_options),
    };
  },
  // -1 means no limit, and the policy is left as it is.
  // terraform-provider-aws v5.100.0, asked; internal/service/autoscaling/group.go
  aws_autoscaling_group: (planned, prior) => {
    const policies = planned["instance_maintenance_policy"] ?? null;
    const [policy] = isList(policies) ? policies : [];
    if (!isFields(policy) || policy["max_healthy_percentage"] !== -1) return planned;
    return {
      ...planned,
      instance_maintenance_policy: prior?.["instance_maintenance_policy"] ?? [],
    };
  },
};

function options(names: Value): Value {
  if (!isList(names) || names.some(isUnknown)) return UNKNOWN;
  return names.map((domain_name) => ({
    domain_name,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  }));
}

/** The planned state with what the type's provider knows early. */
export function withEarly(type: string, planned: Fields, prior: Fields | undefined): Fields {
  return EARLY[type]?.(planned, prior) ?? planned;
}
