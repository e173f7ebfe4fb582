import type { Store } from "../../rehearsal/provider/store/store.ts";
import type { Json } from "../../stacks/template.ts";
import { CANARY } from "./fixtures.ts";
import type { Ground, RealPlan, StateFile } from "./real-plan.ts";

type Resources = Readonly<Record<string, Json>>;

const DRIFTING = { lifecycle: { ignore_changes: ["retention_in_days"] }, retention_in_days: 7 };
const PLAIN = { word: "first", empty: null, document: '{"Version": 1}' };

/** What stands and is in the code of every plan, but where a plan says otherwise. */
const STANDING: Resources = {
  aws_cloudwatch_log_group: {
    drifted: { name: "/app/drifted", ...DRIFTING },
    "drifted-too": { name: "/app/drifted-too", ...DRIFTING },
  },
  terraform_data: {
    reader: { input: 7 },
    plain: { input: PLAIN },
    "mark-added": { input: `${CANARY}-bare` },
    "mark-removed": { input: "${var.secret}" },
  },
};

/** What stands in the cloud and in no state: an apply got lost. */
const LOST: Resources = {
  aws_sqs_queue: { lost: { name: "lost" } },
  aws_s3_bucket: { lost: { bucket: "acme-dev-lost" } },
};

const QUEUES = (...keys: readonly string[]): Json => ({
  module: {
    queues: {
      source: "./queues",
      for_each: `\${toset(${JSON.stringify(keys)})}`,
      name: "${each.key}",
    },
  },
});
const MODULE = QUEUES("a", "b");
const OUTPUT = { output: { word: { value: "first" } } };
const LOST_QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/lost";

function config(resources: Resources = {}, rest: Json = { ...MODULE, ...OUTPUT }): Json {
  const types = [...new Set([...Object.keys(STANDING), ...Object.keys(resources)])];
  return {
    variable: { secret: { sensitive: true, default: `${CANARY}-marked` } },
    resource: Object.fromEntries(
      types.map((type) => [type, { ...STANDING[type], ...resources[type] }]),
    ),
    ...rest,
  };
}

/** What the plans of `PLANS` are made on. */
export const PLAN_GROUND: Ground = {
  config: config(LOST),
  files: {
    "queues/main.tf.json": JSON.stringify({
      variable: { name: {} },
      resource: { aws_sqs_queue: { main: { name: "${var.name}" } } },
    }),
  },
  edit: loseState,
  drift: changeCloud,
};

function loseState({ resources }: StateFile): void {
  for (let at = resources.length - 1; at >= 0; at--) {
    if (resources[at]!.name === "lost") resources.splice(at, 1);
  }
}

/** Somebody keeps logs longer by hand. */
function changeCloud(cloud: Store): void {
  for (const { handle, object } of [...cloud.ofType("aws_cloudwatch_log_group")]) {
    cloud.update(handle, { object: { ...object, retention_in_days: 30 } });
  }
}

const data = (name: string, body: Json): Resources => ({ terraform_data: { [name]: body } });

/** Plans that cannot be one with the others: each of the real Terraform, on one ground. */
export const PLANS: Readonly<Record<string, RealPlan>> = {
  "no-changes": { config: config(), args: ["-refresh=false"] },
  "drift-only": { config: config() },
  "drift-relevant": {
    config: config(
      data("reader", { input: "${aws_cloudwatch_log_group.drifted.retention_in_days}" }),
    ),
  },
  "refresh-only": { config: config(), args: ["-refresh-only"] },
  "outputs-only": { config: config({}, { ...MODULE, output: { word: { value: "second" } } }) },
  "module-removed": { config: config({}, OUTPUT) },
  "module-fewer": { config: config({}, { ...QUEUES("a"), ...OUTPUT }) },
  "import-only": {
    config: config(
      { aws_sqs_queue: { found: { name: "lost" } } },
      { ...MODULE, ...OUTPUT, import: [{ to: "aws_sqs_queue.found", id: LOST_QUEUE }] },
    ),
  },
  "import-and-replace": {
    config: config(
      { aws_s3_bucket: { found: { bucket: "acme-dev-found" } } },
      { ...MODULE, ...OUTPUT, import: [{ to: "aws_s3_bucket.found", id: "acme-dev-lost" }] },
    ),
  },
  "generated-config": {
    config: config(
      {},
      { ...MODULE, ...OUTPUT, import: [{ to: "aws_sqs_queue.found", id: LOST_QUEUE }] },
    ),
    args: ["-generate-config-out=generated.txt"],
  },
  incomplete: {
    config: config({ aws_sqs_queue: { now: { name: "now" }, later: { name: "later" } } }),
    args: ["-target=aws_sqs_queue.now"],
  },
  "errored-partial": {
    config: config({
      aws_sqs_queue: { first: { name: "first" } },
      ...data("refused", {
        depends_on: ["aws_sqs_queue.first"],
        lifecycle: {
          precondition: [{ condition: '${var.secret == ""}', error_message: "it must be empty" }],
        },
      }),
    }),
    fails: true,
  },
  "mark-added": {
    config: config(data("mark-added", { input: `\${sensitive("${CANARY}-bare")}` })),
  },
  "mark-removed": {
    config: config(data("mark-removed", { input: "${nonsensitive(var.secret)}" })),
  },
  "empty-flip": { config: config(data("plain", { input: { ...PLAIN, empty: "" } })) },
  "not-JSON": { config: config(data("plain", { input: { ...PLAIN, document: '{"Version": 1' } })) },
};
