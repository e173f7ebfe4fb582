import { isFields } from "../../../cty/value.ts";
import { isChanged, lengthOf, type Own } from "./own.ts";

/** What a service plans where it deploys to every instance, and so has no share of tasks. */
const DAEMON_DEFAULTS: Readonly<Record<string, string>> = {
  deployment_maximum_percent: "200",
  deployment_minimum_healthy_percent: "100",
};

/**
 * Triggers count only with `force_new_deployment`; so does a change of the capacity providers in
 * place, and that only from some to some others.
 *
 * Source: terraform-provider-aws, internal/service/ecs/service.go, triggersCustomizeDiff and
 * capacityProviderStrategyCustomizeDiff.
 */
export const ecsService: Own = {
  wish(planning) {
    const { prior, proposed, force } = planning;
    const forced = proposed["force_new_deployment"] === true;
    if (prior && isChanged(planning, "capacity_provider_strategy")) {
      const both = [prior, proposed].every((one) => lengthOf(one["capacity_provider_strategy"]));
      if (!forced || !both) force("capacity_provider_strategy");
    }
    const before = prior?.["triggers"] ?? null;
    const gone = isFields(before) && proposed["triggers"] === null;
    return forced && !gone ? proposed : { ...proposed, triggers: before };
  },
  isSame(name, { next }, { proposed }) {
    if (proposed["scheduling_strategy"] !== "DAEMON") return undefined;
    return name === "desired_count" || DAEMON_DEFAULTS[name] === next || undefined;
  },
};
