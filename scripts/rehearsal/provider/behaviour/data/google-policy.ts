import type { Fields } from "../../cty/value.ts";
import { textOf } from "../../cty/value.ts";
import { type Answer, blocks, goJson, texts } from "./answer.ts";

/** One binding, its keys in the order in which the provider writes them. */
interface Binding {
  readonly condition?: {
    readonly description?: string;
    readonly expression: string;
    readonly title: string;
  };
  readonly members: readonly string[];
  readonly role: string;
}

/**
 * What `google_iam_policy` computes: bindings of the same role and condition become one, all sorted by
 * role, then condition, and members by name.
 *
 * Source: `resourcemanager/data_source_google_iam_policy.go` of the Google provider.
 */
export const iamPolicy: Answer = (config) => {
  const merged = new Map<string, Binding>();
  for (const binding of blocks(config["binding"]).map(bindingOf)) {
    const key = keyOf(binding);
    const members = [...(merged.get(key)?.members ?? []), ...binding.members].sort();
    merged.set(key, { ...binding, members });
  }
  const bindings = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, binding]) => binding);
  const auditConfigs = blocks(config["audit_config"]).map((audit) => ({
    auditLogConfigs: blocks(audit["audit_log_configs"]).map((log) => {
      const exemptedMembers = texts(log["exempted_members"]);
      return { ...(exemptedMembers.length > 0 && { exemptedMembers }), logType: log["log_type"] };
    }),
    service: audit["service"],
  }));
  const policy = {
    ...(auditConfigs.length > 0 && { auditConfigs }),
    ...(bindings.length > 0 && { bindings }),
  };
  return { policy_data: goJson(policy, 0) };
};

function bindingOf(block: Fields): Binding {
  const [condition] = blocks(block["condition"]);
  const description = textOf(condition?.["description"]);
  return {
    ...(condition && {
      condition: {
        ...(description !== "" && { description }),
        expression: textOf(condition["expression"]),
        title: textOf(condition["title"]),
      },
    }),
    members: texts(block["members"]),
    role: textOf(block["role"]),
  };
}

/** What two bindings are told apart and sorted by. */
function keyOf({ role, condition }: Binding): string {
  const parts = condition
    ? [condition.expression, condition.title, condition.description ?? ""]
    : [];
  return [role, ...parts].join("\u0000");
}
