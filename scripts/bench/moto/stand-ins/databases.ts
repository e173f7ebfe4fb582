import type { StandIn } from "./call.ts";
import { byAction, withMore } from "./form.ts";

const ARGUMENT = "EngineLifecycleSupport";

/**
 * Keeps whether a database's engine is supported for longer than its makers do. Moto forgets it.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
 */
export function databases(): StandIn {
  const kept = new Map<string, string>();
  const told = (named: string, name: string): string => {
    const support = kept.get(name);
    return support ? `${named}<${ARGUMENT}>${support}</${ARGUMENT}>` : named;
  };
  return byAction({
    CreateDBInstance: (form) => {
      const [name, support] = [form.get("DBInstanceIdentifier"), form.get(ARGUMENT)];
      if (name && support) kept.set(name, support);
      return undefined;
    },
    DescribeDBInstances: (_form, moto) =>
      withMore(moto, (text) =>
        text.replace(/<DBInstance><DBInstanceIdentifier>(.*?)<\/DBInstanceIdentifier>/g, told),
      ),
  });
}
