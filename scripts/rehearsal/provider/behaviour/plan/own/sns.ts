import { textOf } from "../../../cty/value.ts";
import type { Own } from "./own.ts";

const SCOPE = "filter_policy_scope";

/**
 * Where a policy filters and nobody writes by what, it goes back to the attributes of messages; without
 * a policy the service has no scope, and what is known of one stays.
 *
 * Source: terraform-provider-aws, internal/service/sns/topic_subscription.go, CustomizeDiff.
 */
export const topicSubscription: Own = {
  plan(planned, { prior, config }) {
    if ((config[SCOPE] ?? null) !== null || textOf(prior?.[SCOPE]) === "") return planned;
    const isFiltered = textOf(planned["filter_policy"]) !== "";
    return { ...planned, [SCOPE]: isFiltered ? "MessageAttributes" : (prior?.[SCOPE] ?? null) };
  },
};
