import { firstOf, type Own } from "./own.ts";

/**
 * -1 means no limit, and the policy is left as it is.
 *
 * Source: terraform-provider-aws v5.100.0, asked; internal/service/autoscaling/group.go.
 */
export const autoscalingGroup: Own = {
  plan(planned, { prior }) {
    const policy = firstOf(planned["instance_maintenance_policy"]);
    if (policy?.["max_healthy_percentage"] !== -1) return planned;
    return {
      ...planned,
      instance_maintenance_policy: prior?.["instance_maintenance_policy"] ?? [],
    };
  },
};
