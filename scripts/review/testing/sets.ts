import type { Json } from "../../stacks/template.ts";
import type { PlanJson } from "../plan/plan-json.ts";
import type { SetInput, StackInput } from "../set/input.ts";
import { CANARY } from "./fixtures.ts";
import { changeOf, planOf } from "./handmade.ts";

/** A stack that has no plan. */
export function stackWith(
  stack: string,
  rest: Partial<StackInput> & Pick<StackInput, "result">,
): StackInput {
  return {
    stack,
    environment: stack.split("-")[0]!,
    dependencies: [],
    problems: [],
    warnings: [],
    stale: [],
    providers: [],
    ...rest,
  };
}

const planned = (stack: string, plan: PlanJson, rest: Partial<StackInput> = {}): StackInput =>
  stackWith(stack, { result: "planned", plan, ...rest });

const database = (from: string, to: string): PlanJson => {
  const values = (type: string): Json => ({
    identifier: "orders",
    storage_type: type,
    skip_final_snapshot: false,
    deletion_protection: true,
  });
  return planOf([
    changeOf(
      "aws_db_instance.orders",
      {
        actions: ["delete", "create"],
        before: values(from),
        after: values(to),
        replace_paths: [["storage_type"]],
      },
      { action_reason: "replace_because_cannot_update" },
    ),
  ]);
};

const queues = (...names: readonly string[]): PlanJson =>
  planOf(
    names.map((name) =>
      changeOf(`aws_sqs_queue.${name}`, {
        actions: ["update"],
        before: { name, delay_seconds: 0 },
        after: { name, delay_seconds: 5 },
      }),
    ),
  );

/** Two queues that are created, the second of a size, in the place of others. */
const exchanged = (size: string, ...gone: readonly string[]): PlanJson =>
  planOf([
    changeOf("aws_sqs_queue.same", { actions: ["create"], after: { name: "same" } }),
    changeOf("aws_sqs_queue.sized", {
      actions: ["create"],
      after: { name: "sized", fifo_throughput_limit: size },
    }),
    ...gone.map((name) =>
      changeOf(
        `aws_sqs_queue.${name}`,
        { actions: ["delete"], before: { name } },
        { action_reason: "delete_because_no_resource_config" },
      ),
    ),
  ]);

/** Queues that are created. */
const anew = (...names: readonly string[]): PlanJson =>
  planOf(
    names.map((name) =>
      changeOf(`aws_sqs_queue.${name}`, { actions: ["create"], after: { name } }),
    ),
  );

/** An update of one queue, by so many seconds. */
const delayed = (name: string, seconds: number) =>
  changeOf(`aws_sqs_queue.${name}`, {
    actions: ["update"],
    before: { name, delay_seconds: 0 },
    after: { name, delay_seconds: seconds },
  });

const NOTHING = planOf([]);

/** What a whole plan set can hold besides the plans of its stacks. */
export const SETS: Readonly<Record<string, Partial<SetInput> & Pick<SetInput, "stacks">>> = {
  "dev-and-prod": {
    stacks: [
      planned("dev-shop-data", queues("orders")),
      planned("prod-shop-data", {
        ...queues("orders"),
        resource_changes: [
          ...queues("orders").resource_changes!,
          ...database("gp2", "io2").resource_changes!,
        ],
      }),
    ],
  },
  "alike-but-one": {
    stacks: [
      planned("dev-shop-api", planOf([delayed("jobs", 5), delayed("orders", 5)])),
      planned("prod-shop-api", planOf([delayed("jobs", 60), delayed("orders", 5)])),
    ],
  },
  "two-apps": {
    stacks: [
      planned("dev-shop-api", queues("orders")),
      planned("dev-blog-api", queues("posts", "drafts")),
    ],
  },
  "stale-and-blocked": {
    stacks: [
      planned("prod-shop-network", queues("events"), { digest: "9f3c".repeat(16) }),
      planned("prod-shop-api", queues("jobs"), {
        dependencies: ["prod-shop-network"],
        stale: [{ producer: "prod-shop-network", outputs: ["vpcId", "privateSubnetIds"] }],
        digest: "c0de".repeat(16),
      }),
      stackWith("prod-shop-edge", {
        result: "blocked",
        blockedBy: "prod-shop-cdn",
        dependencies: ["prod-shop-cdn"],
        problems: [{ text: "prod-shop-cdn has no outputs yet: apply it first" }],
      }),
    ],
  },
  "not-planned": {
    stacks: [
      planned("dev-shop-api", NOTHING),
      stackWith("dev-shop-data", { result: "unaffected" }),
      stackWith("dev-shop-old", {
        result: "removed",
        problems: [{ text: "Destroy it from the base commit." }],
      }),
      stackWith("prod-shop-api", {
        result: "failed",
        problems: [
          {
            text: `Error: creating queue\n\nthe password '${CANARY}' is refused`,
            about: "shop/orders, apps/shop/api.ts:12",
          },
        ],
        warnings: [{ text: "Argument is deprecated\n\nUse the other one." }],
        plan: planOf([], { variables: { password: { value: CANARY } } }),
      }),
    ],
  },
  "pending-before": {
    stacks: [
      planned("dev-shop-api", queues("orders", "invoices"), {
        touched: ["aws_sqs_queue.orders"],
      }),
    ],
  },
  // A pull request that changes nothing of what is deployed.
  "nothing-affected": { stacks: [] },
  "locks-policy-cost": {
    stacks: [
      planned("dev-shop-api", queues("orders"), {
        providers: [
          { provider: "hashicorp/aws", from: "6.24.0", to: "6.25.0" },
          { provider: "hashicorp/google", to: "6.50.0", onlyHashes: true },
        ],
        cost: { before: 41.5, after: 124.5 },
      }),
      planned("prod-shop-api", NOTHING, {
        providers: [{ provider: "hashicorp/aws", from: "6.24.0", to: "6.25.0" }],
        cost: { before: 100, after: 100 },
      }),
    ],
    findings: [
      {
        tool: "policy",
        rule: "queue-encrypted",
        severity: "error",
        message: "the queue must be encrypted, @acme/security says",
        stack: "dev-shop-api",
        address: "aws_sqs_queue.orders",
      },
      { tool: "tflint", rule: "naming", severity: "note", message: "a name is odd" },
    ],
  },
  "counts-disagree": {
    stacks: [
      planned("dev-shop-api", queues("orders"), {
        official: { add: 1, change: 0, remove: 0 },
        text: [
          "Terraform will perform the following actions:",
          "  # aws_sqs_queue.orders will be created",
          `  password = "${CANARY}"`,
          "```",
          "Plan: 1 to add, 0 to change, 0 to destroy.",
        ].join("\n"),
      }),
      planned("dev-shop-jobs", queues("jobs"), { official: { add: 0, change: 2, remove: 0 } }),
    ],
  },
  "same-made-and-gone": {
    stacks: [
      planned("dev-shop-api", exchanged("small", "gone")),
      planned("prod-shop-api", exchanged("large", "gone", "only-in-prod")),
    ],
  },
  "state-lost": {
    stacks: [
      planned("dev-shop-api", queues("orders")),
      planned("dev-shop-data", anew("uploads", "thumbnails")),
      planned("prod-shop-data", anew("uploads", "thumbnails"), { touched: [] }),
      planned("prod-shop-new", anew("reports"), { touched: ["aws_sqs_queue.reports"] }),
    ],
  },
};
