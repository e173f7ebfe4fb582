import type { PlanJson, ResourceChange } from "../../review/plan/plan-json.ts";

/** How often each kind of change comes, in a hundred. */
const KINDS: readonly (readonly [actions: readonly string[], share: number])[] = [
  [["update"], 50],
  [["create"], 30],
  [["delete"], 4],
  [["delete", "create"], 4],
  [["no-op"], 12],
];

const ACTIONS = KINDS.flatMap(([actions, share]) => Array.from({ length: share }, () => actions));

const TYPES = [
  "aws_sqs_queue",
  "aws_iam_role_policy",
  "aws_security_group",
  "aws_ssm_parameter",
  "aws_db_instance",
];

/** A plan of so many things, like one of a great estate: state before and after stand in it too. */
export function greatPlan(size: number): PlanJson {
  const changes = Array.from({ length: size }, (_, at) => changeAt(at));
  const resources = changes.map(({ address, change }) => ({
    address,
    values: change.after ?? change.before,
    sensitive_values: { password: true },
  }));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: { resources } },
    prior_state: { values: { root_module: { resources } } },
    resource_changes: changes,
  };
}

function changeAt(at: number): ResourceChange {
  const type = TYPES[at % TYPES.length]!;
  const actions = ACTIONS[(at * 37) % ACTIONS.length]!;
  const name = `thing-${at}`;
  const before = actions[0] === "create" ? null : valuesOf(at, 0);
  const after =
    actions.length === 1 && actions[0] === "delete"
      ? null
      : valuesOf(at, actions[0] === "no-op" ? 0 : 1);
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: {
      actions,
      before,
      after,
      after_unknown: actions[0] === "create" ? { id: true, arn: true } : {},
      before_sensitive: { password: true },
      after_sensitive: { password: true },
      ...(actions.length > 1 && { replace_paths: [["name"]] }),
    },
  };
}

function valuesOf(at: number, version: number): Readonly<Record<string, unknown>> {
  const statement = (sid: string, action: string) => ({
    Sid: sid,
    Effect: "Allow",
    Action: [action],
    Resource: `arn:aws:s3:::bucket-${at}/*`,
  });
  return {
    id: `id-${at}`,
    arn: `arn:aws:sqs:eu-west-1:111122223333:thing-${at}`,
    name: `thing-${at}-${version}`,
    description: `What thing ${at} is for, in version ${version}`,
    password: `s3cr3t-${at}-Passw0rd-${version}`,
    retention_in_days: 7 + version,
    ingress: [
      { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: [`10.0.${at % 250}.0/24`] },
    ],
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [statement("Read", "s3:GetObject"), statement("Write", `s3:PutObject${version}`)],
    }),
    tags: { Name: `thing-${at}`, Team: "platform", Environment: "prod" },
    tags_all: {
      Name: `thing-${at}`,
      Team: "platform",
      Environment: "prod",
      ManagedBy: "groundplan",
    },
  };
}
