import { UNKNOWN } from "../../../cty/value.ts";
import { isChanged, type Own } from "./own.ts";

/**
 * A parameter cannot go back to the standard tier. With intelligent tiering the tier is whatever the
 * service chose. Before 6.7.0 a value that is told openly was told anew with the other, even where it
 * is written: facts know whether it was.
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
    const { prior, facts } = planning;
    if (!prior || !facts.recomputed?.["insecure_value"]) return planned;
    const isNew = isChanged(planning, "value");
    const isOpen = isChanged(planning, "insecure_value");
    const isToldAnew = isNew || (isOpen && prior["value"]);
    return isToldAnew ? { ...planned, insecure_value: UNKNOWN } : planned;
  },
};
