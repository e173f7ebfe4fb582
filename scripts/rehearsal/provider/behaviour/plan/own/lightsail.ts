import { withName } from "./acm.ts";
import { isChanged, type Own } from "./own.ts";

/**
 * The service adds the domain to the alternative names.
 *
 * Source: terraform-provider-aws, internal/service/lightsail/certificate.go and lb_certificate.go,
 * CustomizeDiff.
 */
export const certificate: Own = {
  plan(planned, planning) {
    const { prior, proposed } = planning;
    const names = ["domain_name", "subject_alternative_names"];
    if (!names.some((name) => isChanged(planning, name))) return planned;
    const domain = proposed["domain_name"] ?? "";
    const written = proposed["subject_alternative_names"] ?? null;
    const all = withName(written ?? prior?.["subject_alternative_names"] ?? [], `${domain}`);
    return { ...planned, subject_alternative_names: all };
  },
};
