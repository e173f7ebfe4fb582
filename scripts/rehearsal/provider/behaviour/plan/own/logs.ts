import type { Own } from "./own.ts";

/**
 * What is delivered to a group of that class is kept as long as the service says.
 *
 * Source: terraform-provider-aws, internal/service/logs/group.go, schema.
 */
export const logGroup: Own = {
  isSame(name, _texts, { prior, proposed }) {
    const { log_group_class } = proposed;
    const isDelivery = log_group_class === "DELIVERY" && prior?.["log_group_class"] === "DELIVERY";
    return (name === "retention_in_days" && isDelivery) || undefined;
  },
};
