import { UNKNOWN } from "../../../cty/value.ts";
import { isChanged, type Own } from "./own.ts";

/**
 * The two ways to write a value know each other, and a parameter cannot go back to the standard
 * tier. With intelligent tiering the tier is whatever the service chose.
 *
 * Source: terraform-provider-aws, internal/service/ssm/parameter.go, schema and CustomizeDiff.
 */
export const ssmParameter: Own = {
  wish({ prior, proposed, force }) {
    const [before, after] = [prior?.["tier"], proposed["tier"]];
    if (before === "Advanced" && after === "Standard") force("tier");
    if (!before || after !== "Intelligent-Tiering") return proposed;
    return { ...proposed, tier: before };
  },
  plan(planned, planning) {
    const result = { ...planned };
    if (!planning.prior) return result;
    const isNew = isChanged(planning, "value");
    const isOpen = isChanged(planning, "insecure_value");
    if (isNew) result["version"] = UNKNOWN;
    if (isOpen) result["value"] = UNKNOWN;
    if (isNew || (isOpen && planning.prior["value"])) result["insecure_value"] = UNKNOWN;
    return result;
  },
};
