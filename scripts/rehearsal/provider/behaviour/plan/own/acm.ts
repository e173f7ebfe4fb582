import { isList, isUnknown, UNKNOWN, type Value } from "../../../cty/value.ts";
import { isChanged, type Own } from "./own.ts";

/**
 * The domain itself is one of the alternative names, and the domains of the validation records are
 * known at once, so that records can be made with for_each. What is about to be renewed may be
 * renewed by the time of the apply.
 *
 * Source: terraform-provider-aws, internal/service/acm/certificate.go, CustomizeDiff.
 */
export const certificate: Own = {
  plan(planned, planning) {
    const { prior } = planning;
    const renewing = prior?.["pending_renewal"] === true;
    const renewed = renewing && !isChanged(planning, "early_renewal_duration");
    const base = renewed ? { ...planned, pending_renewal: UNKNOWN } : planned;
    const isNamed = (planning.proposed["domain_name"] ?? null) !== null;
    const domain = isNamed ? planned["domain_name"] : "";
    const names = planned["subject_alternative_names"] ?? null;
    const isNew = ["domain_name", "subject_alternative_names"].some((name) =>
      isChanged(planning, name),
    );
    if (typeof domain !== "string" || !isNew) return base;
    const isWritten = (planning.proposed["subject_alternative_names"] ?? null) !== null;
    const all = withName(isWritten ? names : null, domain);
    if (prior) planning.force("subject_alternative_names");
    if (prior || planned["validation_method"] !== "DNS") {
      return { ...base, subject_alternative_names: all };
    }
    return { ...base, subject_alternative_names: all, domain_validation_options: options(all) };
  },
};

/** The alternative names with the name itself, which the service adds. */
export function withName(names: Value, domain: string): Value {
  if (names === null) return [domain];
  return isList(names) && !names.includes(domain) ? [...names, domain] : names;
}

function options(names: Value): Value {
  if (!isList(names) || names.some(isUnknown)) return UNKNOWN;
  return names.map((domain_name) => ({
    domain_name,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  }));
}
