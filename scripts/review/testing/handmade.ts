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
};
