import { lengthOf, type Own } from "./own.ts";

const SCALING = "serverlessv2_scaling_configuration";

/**
 * Scaling that an author takes away stays: the service adds and changes it, and removes it never.
 *
 * Source: terraform-provider-aws, internal/service/rds/cluster.go, schema.
 */
export const cluster: Own = {
  isSame(name, { old, next }, { proposed }) {
    if (name !== `${SCALING}.max_capacity` || lengthOf(proposed[SCALING]) > 0) return undefined;
    return (!isNone(old) && isNone(next)) || undefined;
  },
};

function isNone(text: string): boolean {
  return text === "" || text === "0";
}
