import type { Fields } from "../../../cty/value.ts";

/** What is said where a thing is protected. */
interface Protection {
  readonly code: string;
  readonly message: string;
}

/** Arguments by which types of AWS and Google are protected, whatever the type. */
export const PROTECTING: readonly string[] = [
  ...["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"],
  ...["delete_protection", "deletion_protected", "disable_api_termination"],
  ...["termination_protection", "termination_protection_enabled"],
  "delete_protection_state",
];

/** Types of which such an argument says something of what is made from them. */
export const OF_OTHERS: ReadonlySet<string> = new Set(["aws_launch_template"]);

/** Values that switch it on, where it is no plain switch. */
const ON: ReadonlySet<unknown> = new Set([
  true,
  "ACTIVE",
  "ENABLED",
  "PROTECTED",
  "DELETE_PROTECTION_ENABLED",
]);

/** What a service says; of AWS by the API reference, "Errors" of the call, of Google by the resource's source. */
const WORDS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  aws_lb: [
    "OperationNotPermitted",
    "Load balancer cannot be deleted because deletion protection is enabled",
  ],
  aws_db_instance: [
    "InvalidParameterCombination",
    "Cannot delete protected DB Instance, please disable deletion protection and try again.",
  ],
  aws_rds_cluster: [
    "InvalidParameterCombination",
    "Cannot delete protected Cluster, please disable deletion protection and try again.",
  ],
  aws_dynamodb_table: [
    "ValidationException",
    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
  ],
  aws_instance: [
    "OperationNotPermitted",
    "The instance may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
  ],
  aws_cognito_user_pool: [
    "InvalidParameterException",
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  ],
  google_sql_database_instance: [
    "Error",
    "failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion.",
  ],
  google_compute_instance: [
    "Error",
    "instance Deletion Protection is enabled; set `deletion_protection` to false and apply before deleting it",
  ],
};

/** What the cloud, or its provider, says to deleting a thing that is protected; nothing for any other. */
export function protectionOf(type: string, object: Fields): Protection | undefined {
  const by = PROTECTING.find((name) => ON.has(object[name]));
  if (!by || OF_OTHERS.has(type)) return undefined;
  const [code, message] = WORDS[type] ?? ["Error", protectedBy(by)];
  return { code, message };
}

/** Where nobody has written down what a service says. */
function protectedBy(attribute: string): string {
  return `it is protected against deletion by ${attribute}; switch that off, apply, and delete it then`;
}
