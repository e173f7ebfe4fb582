import type { PlanJson, ResourceChange, ValueChange } from "../plan/plan-json.ts";

/** A change of one thing, with what a test does not care about filled in. */
export function changeOf(
  address: string,
  change: Partial<ValueChange> & Pick<ValueChange, "actions">,
  rest: Partial<ResourceChange> = {},
): ResourceChange {
  const [type = "", name = ""] = address.split(/[.[]/);
  return {
    address,
    mode: "managed",
    type,
    name,
    change: { before: null, after: null, ...change },
    ...rest,
  };
}

/** A plan with these changes. */
export function planOf(changes: readonly ResourceChange[], rest: Partial<PlanJson> = {}): PlanJson {
  return { format_version: "1.2", terraform_version: "1.14.0", resource_changes: changes, ...rest };
}

const GROUP = { name: "/app/api", retention_in_days: 7, tags: null, kms_key_id: "" };

/**
 * What Terraform 1.11 cannot be made to plan on the rehearsal, written by hand after what newer
 * versions and OpenTofu print (format 1.2).
 */
export const HANDMADE: Readonly<Record<string, PlanJson>> = {
  "create-then-forget": planOf([
    changeOf(
      "aws_sqs_queue.terraform",
      {
        actions: ["create", "forget"],
        before: { name: "a" },
        after: { name: "b" },
        replace_paths: [["name"]],
      },
      { action_reason: "replace_because_cannot_update" },
    ),
    changeOf(
      "aws_sqs_queue.tofu",
      {
        actions: ["forget", "create"],
        before: { name: "a" },
        after: { name: "b" },
        replace_paths: [["name"]],
      },
      { action_reason: "replace_because_cannot_update" },
    ),
  ]),
  "unheard-of": planOf([
    changeOf(
      "aws_sqs_queue.future",
      { actions: ["transmute"], before: { name: "a" }, after: { name: "a" } },
      { action_reason: "because_of_reasons" },
    ),
    changeOf(
      "aws_sqs_queue.both",
      { actions: ["delete", "transmute"], before: { name: "a" } },
      { action_reason: "delete_because_@acme/team" },
    ),
  ]),
  deferred: planOf(
    [changeOf("aws_sqs_queue.now", { actions: ["create"], after: { name: "now" } })],
    {
      complete: false,
      deferred_changes: [
        {
          reason: "instance_count_unknown",
          resource_change: changeOf('aws_sqs_queue.later["*"]', { actions: ["create"] }),
        },
        {
          reason: "provider_config_unknown",
          resource_change: changeOf("aws_sqs_queue.provider", { actions: ["create"] }),
        },
        {
          reason: "something_new",
          resource_change: changeOf("aws_sqs_queue.other", { actions: ["update"] }),
        },
      ],
    },
  ),
  "errored-partial": planOf(
    [changeOf("aws_sqs_queue.first", { actions: ["create"], after: { name: "first" } })],
    {
      errored: true,
      applyable: false,
    },
  ),
  "actions-only": planOf([], {
    action_invocations: [
      {
        address: "action.aws_lambda_invoke.warm-up",
        type: "aws_lambda_invoke",
        lifecycle_action_trigger: {
          triggering_resource_address: "aws_lambda_function.api",
          action_trigger_event: "AfterCreate",
        },
      },
    ],
  }),
  "drift-relevant": planOf(
    [
      changeOf("aws_cloudwatch_log_group.api", {
        actions: ["update"],
        before: { ...GROUP, retention_in_days: 1 },
        after: GROUP,
      }),
    ],
    {
      relevant_attributes: [
        { resource: "aws_cloudwatch_log_group.api", attribute: ["retention_in_days"] },
      ],
      resource_drift: [
        changeOf("aws_cloudwatch_log_group.api", {
          actions: ["update"],
          before: GROUP,
          after: { ...GROUP, retention_in_days: 1 },
        }),
        changeOf("aws_cloudwatch_log_group.other", {
          actions: ["update"],
          before: GROUP,
          after: { ...GROUP, retention_in_days: 3 },
        }),
      ],
    },
  ),
  "drift-only": planOf(
    [changeOf("aws_cloudwatch_log_group.api", { actions: ["no-op"], before: GROUP, after: GROUP })],
    {
      resource_drift: [
        changeOf("aws_cloudwatch_log_group.api", { actions: ["delete"], before: GROUP }),
      ],
    },
  ),
  "import-and-replace": planOf([
    changeOf(
      "aws_s3_bucket.uploads",
      {
        actions: ["delete", "create"],
        before: { bucket: "old", force_destroy: false },
        after: { bucket: "new", force_destroy: false },
        replace_paths: [["bucket"]],
        importing: { id: "old" },
      },
      { action_reason: "replace_because_cannot_update" },
    ),
  ]),
  "module-removed": planOf([
    changeOf(
      'module.queues["a"].aws_sqs_queue.main',
      { actions: ["delete"], before: { name: "a" } },
      {
        action_reason: "delete_because_no_module",
        module_address: 'module.queues["a"]',
        type: "aws_sqs_queue",
        name: "main",
      },
    ),
  ]),
  "order-and-emptiness": planOf([
    changeOf("aws_security_group.web", {
      actions: ["update"],
      before: {
        name: "web",
        description: null,
        ingress: [
          { cidr_blocks: ["10.0.0.0/8"], from_port: 1, to_port: 1, protocol: "tcp" },
          { cidr_blocks: ["10.1.0.0/16"], from_port: 2, to_port: 2, protocol: "tcp" },
        ],
        tags: {},
      },
      after: {
        name: "web",
        description: "",
        ingress: [
          { cidr_blocks: ["10.1.0.0/16"], from_port: 2, to_port: 2, protocol: "tcp" },
          { cidr_blocks: ["10.0.0.0/8"], from_port: 1, to_port: 1, protocol: "tcp" },
        ],
        tags: null,
      },
    }),
  ]),
  "not-JSON": planOf([
    changeOf("aws_iam_policy.broken", {
      actions: ["update"],
      before: { name: "broken", policy: '{"Version": "2012-10-17", "Statement": []}' },
      after: { name: "broken", policy: '{"Version": "2012-10-17", "Statement": [' },
    }),
  ]),
  "asset-hash": planOf([
    changeOf("aws_lambda_function.api", {
      actions: ["update"],
      before: { function_name: "api", source_code_hash: "AAAA", last_modified: "1" },
      after: { function_name: "api", source_code_hash: "BBBB" },
      after_unknown: { last_modified: true },
    }),
  ]),
  "mark-removed": planOf([
    changeOf("aws_ssm_parameter.plain", {
      actions: ["update"],
      before: { name: "/a", insecure_value: "Canary-7f3d9b1c-must-not-be-seen" },
      after: { name: "/a", insecure_value: "another" },
      before_sensitive: { insecure_value: true },
    }),
  ]),
};
