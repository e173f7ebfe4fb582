import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { Construct } from "constructs";

/**
 * The groups that a database's logs go to. Made before it is, which else makes them itself and keeps every
 * line for ever.
 *
 * @param prefix beginning of the groups' names, as RDS makes them: `/aws/rds/instance/acme-prod-main`
 */
export function createLogGroups(
  scope: Construct,
  prefix: string,
  logs: readonly string[],
  { logDays, protect }: { readonly logDays: number; readonly protect: boolean },
): CloudwatchLogGroup[] {
  return logs.map(
    (log) =>
      new CloudwatchLogGroup(scope, `log-${log}`, {
        name: `${prefix}/${log}`,
        retentionInDays: logDays,
        skipDestroy: protect,
      }),
  );
}
