import type { StackJson } from "../../check/aws-provider/older-provider.ts";
import type { Estate } from "./estate.ts";

/** One thing that an author changes. */
export interface Edit {
  /** What is done, in the author's words. */
  readonly what: string;
  readonly stack: string;
  /** Of which the stack has one, or one of that name. */
  readonly type: string;
  /** Beginning of its name in the stack. Default: any. */
  readonly named?: string;
  /** Where in the resource, and the new value; nothing takes it away. */
  readonly at?: readonly (string | number)[];
  readonly to?: unknown;
}

const NETWORK = "dev-music-library-network";
const SERVICE = "dev-music-library-service";

/** Ten edits of every kind: in place, replacing, with what follows from it, added, taken away. */
export const EDITS: readonly Edit[] = [
  {
    what: "another range for a VPC, with all that stands in it",
    stack: NETWORK,
    type: "aws_vpc",
    at: ["cidr_block"],
    to: "10.99.0.0/16",
  },
  {
    what: "an image that comes to an autoscaling group by its template",
    stack: NETWORK,
    type: "aws_launch_template",
    at: ["image_id"],
    to: "ami-0fedcba9876543210",
  },
  {
    what: "a description that a security group has for life",
    stack: NETWORK,
    type: "aws_security_group",
    at: ["description"],
    to: "NAT",
  },
  { what: "a role that is gone", stack: NETWORK, type: "aws_iam_instance_profile", at: ["role"] },
  {
    what: "a bucket by another name",
    stack: "dev-music-library-logs",
    type: "aws_s3_bucket",
    at: ["bucket"],
    to: "acme-dev-other-logs",
  },
  {
    what: "a longer session",
    stack: "dev-music-graph-certificates",
    type: "aws_iam_role",
    at: ["max_session_duration"],
    to: 7200,
  },
  {
    what: "a rule that is taken away",
    stack: NETWORK,
    type: "aws_vpc_security_group_ingress_rule",
  },
  {
    what: "a comment",
    stack: "dev-music-graph-zone",
    type: "aws_route53_zone",
    at: ["comment"],
    to: "edited",
  },
  {
    what: "more processor for a task",
    stack: SERVICE,
    type: "aws_ecs_task_definition",
    named: "web_",
    at: ["cpu"],
    to: "1024",
  },
  {
    what: "another path for a health check",
    stack: SERVICE,
    type: "aws_lb_target_group",
    at: ["health_check", "path"],
    to: "/edited",
  },
];

/** An estate with one edit. */
export function edited(estate: Estate, edit: Edit): Estate {
  const json: StackJson = structuredClone(estate.modules[edit.stack]!);
  const byName = json.resource?.[edit.type] ?? {};
  const names = Object.keys(byName).filter((name) => name.startsWith(edit.named ?? ""));
  if (names.length !== 1) {
    throw new Error(`${edit.what}: ${edit.stack} has ${names.length} ${edit.type}, not one`);
  }
  if (edit.at) set(byName[names[0]!]!, edit.at, edit.to);
  else delete json.resource?.[edit.type];
  return { ...estate, modules: { ...estate.modules, [edit.stack]: json } };
}

function set(object: Record<string, unknown>, path: readonly (string | number)[], to: unknown) {
  const [last, ...way] = [...path].reverse();
  const holder = way
    .reverse()
    .reduce((inner: unknown, step) => Reflect.get(inner as object, step), object);
  if (to === undefined) Reflect.deleteProperty(holder as object, last!);
  else Reflect.set(holder as object, last!, to);
}
