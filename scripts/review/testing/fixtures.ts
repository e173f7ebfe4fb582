// size: one table of made-up plans, read whole, decision 0004
import type { Json } from "../../stacks/template.ts";
import type { Ground, RealPlan, StateFile } from "./real-plan.ts";

/** One thing that can happen in a plan: resources before and after, all of the fixture's name. */
export interface Fixture {
  readonly before?: Readonly<Record<string, Json>>;
  readonly after?: Readonly<Record<string, Json>>;
  /** Blocks besides resources, after. */
  readonly blocks?: Json;
}

/** A word that must never be in any output. */
export const CANARY = "Canary-7f3d9b1c-must-not-be-seen";

const QUEUE = (name: string, body: Json = {}) => ({ aws_sqs_queue: { name, ...body } });
const GROUP = (body: Json = {}) => ({
  aws_cloudwatch_log_group: { name: "/app/api", retention_in_days: 7, ...body },
});
const DATABASE: Json = {
  identifier: "orders",
  allocated_storage: 20,
  engine: "postgres",
  instance_class: "db.t4g.micro",
  username: "root",
  password: CANARY,
  skip_final_snapshot: true,
  backup_retention_period: 0,
  deletion_protection: false,
};
const policy = (actions: readonly string[], resource = "arn:aws:s3:::uploads/*") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Uploads", Effect: "Allow", Action: actions, Resource: resource }],
  });
const bucketPolicy = (account: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-dev-assets/*",
        Principal: account === "*" ? "*" : { AWS: `arn:aws:iam::${account}:root` },
      },
    ],
  });
const ROLE_POLICY = (name: string, text: string) => ({
  aws_iam_role_policy: { name, role: "${aws_iam_role.ground.name}", policy: text },
});
const SCRIPT = (port: number) =>
  [
    "#!/bin/sh",
    "cat <<'EOF'",
    "```",
    "</details> @acme/team #1",
    "```",
    "EOF",
    `exec server --port ${port}`,
    "",
  ].join("\n");
const SERVER = (port: number) => ({
  aws_instance: {
    ami: "ami-0123456789abcdef0",
    instance_type: "t4g.nano",
    user_data: SCRIPT(port),
  },
});
const BUCKET = "${aws_s3_bucket.ground.bucket}";
const ZONE = "${cloudflare_zone.ground.id}";
const TRUST = (principal: Json | string) => ({
  aws_iam_role: {
    name: "worker",
    assume_role_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }],
    }),
  },
});
const CONTAINERS = (image: string, secret: string) => ({
  aws_ecs_task_definition: {
    family: "api",
    container_definitions: JSON.stringify([
      {
        name: "api",
        image: `acme/api:${image}`,
        essential: true,
        environment: [
          { name: "PORT", value: "8080" },
          { name: "DB_PASSWORD", value: secret },
        ],
      },
    ]),
  },
});
const RULES = (...rules: readonly Json[]) => ({
  cloudflare_ruleset: {
    zone_id: ZONE,
    name: "edge",
    kind: "zone",
    phase: "http_request_firewall_custom",
    rules,
  },
});
const BLOCKING = {
  ref: "no-bots",
  description: "Block bots",
  action: "block",
  expression: "(cf.client.bot)",
};
const SKIPPING = {
  ref: "office",
  description: "Let the office pass",
  action: "skip",
  action_parameters: { ruleset: "current" },
  expression: "(ip.src eq 198.51.100.7)",
};
const TRIGGERED = {
  input: "a",
  lifecycle: { replace_triggered_by: ["aws_cloudwatch_log_group.replace-triggered"] },
};
const HOSTILE = [
  "a`b``c",
  "x|y",
  "@acme/team",
  "#1",
  "two\nlines",
  "right\u202eleft",
  "<img src=x>",
  "http://example.com",
];

/** What the fixtures stand on. It never changes. */
const GROUND: Readonly<Record<string, Json>> = {
  aws_iam_role: {
    name: "api",
    assume_role_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
      ],
    }),
  },
  aws_s3_bucket: { bucket: "acme-dev-assets" },
  cloudflare_zone: { name: "example.com", account: { id: "0123456789abcdef0123456789abcdef" } },
};

/** What plans can hold, each made by the real Terraform. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  create: { after: QUEUE("orders") },
  update: { before: GROUP(), after: GROUP({ retention_in_days: 30 }) },
  "destroy-database": { before: { aws_db_instance: DATABASE } },
  "replace-bucket": {
    before: { aws_s3_bucket: { bucket: "acme-dev-uploads", force_destroy: true } },
    after: { aws_s3_bucket: { bucket: "acme-dev-files", force_destroy: true } },
  },
  "replace-create-first": {
    before: {
      aws_security_group: {
        name_prefix: "web-",
        description: "web",
        vpc_id: "vpc-1",
        lifecycle: { create_before_destroy: true },
      },
    },
    after: {
      aws_security_group: {
        name_prefix: "web-",
        description: "the web",
        vpc_id: "vpc-1",
        lifecycle: { create_before_destroy: true },
      },
    },
  },
  "replace-tainted": { before: QUEUE("tainted"), after: QUEUE("tainted") },
  "replace-requested": { before: QUEUE("requested"), after: QUEUE("requested") },
  forget: {
    before: { aws_s3_bucket: { bucket: "acme-dev-archive" } },
    blocks: { removed: [{ from: "aws_s3_bucket.forget", lifecycle: { destroy: false } }] },
  },
  move: {
    before: QUEUE("moved"),
    blocks: {
      moved: [{ from: "aws_sqs_queue.move", to: "aws_sqs_queue.move-to" }],
      resource: { aws_sqs_queue: { "move-to": { name: "moved" } } },
    },
  },
  "move-and-update": {
    before: GROUP({ name: "/app/moved" }),
    blocks: {
      moved: [
        {
          from: "aws_cloudwatch_log_group.move-and-update",
          to: "aws_cloudwatch_log_group.move-and-update-to",
        },
      ],
      resource: {
        aws_cloudwatch_log_group: {
          "move-and-update-to": { name: "/app/moved", retention_in_days: 14 },
        },
      },
    },
  },
  "fewer-by-count": {
    before: QUEUE("q-${count.index}", { count: 3 }),
    after: QUEUE("q-${count.index}", { count: 2 }),
  },
  "fewer-by-key": {
    before: QUEUE("k-${each.key}", { for_each: '${toset(["a", "b"])}' }),
    after: QUEUE("k-${each.key}", { for_each: '${toset(["a"])}' }),
  },
  "hostile-keys": {
    before: {
      terraform_data: {
        for_each: `\${toset(${JSON.stringify(HOSTILE).replaceAll("\\u202e", "\u202e")})}`,
        input: "${each.key}",
      },
    },
  },
  "policy-edit": {
    before: ROLE_POLICY("uploads", policy(["s3:GetObject"])),
    after: ROLE_POLICY("uploads", policy(["s3:GetObject", "s3:PutObject"])),
  },
  "policy-layout": {
    before: ROLE_POLICY("layout", policy(["s3:GetObject", "s3:ListBucket"])),
    after: ROLE_POLICY("layout", policy(["s3:ListBucket", "s3:GetObject"]).replaceAll(",", ", ")),
  },
  script: { before: SERVER(80), after: SERVER(8080) },
  "list-shift": {
    before: { terraform_data: { input: ["a", "b", "c", "d"] } },
    after: { terraform_data: { input: ["b", "c", "d", "e"] } },
  },
  "great-number": {
    after: { terraform_data: { input: "${12345678901234567890}" } },
    before: { terraform_data: { input: 1 } },
  },
  "secret-change": {
    before: {
      aws_ssm_parameter: { name: "/api/key", type: "SecureString", value: `${CANARY}-old` },
    },
    after: {
      aws_ssm_parameter: { name: "/api/key", type: "SecureString", value: `${CANARY}-new` },
    },
  },
  "secret-in-text": {
    before: { terraform_data: { input: { url: "x", note: `export DB_PASSWORD='${CANARY}'` } } },
    after: {
      terraform_data: { input: { url: `https://user:${CANARY}@db.example.com`, note: "none" } },
    },
  },
  "tags-only": {
    before: QUEUE("tagged", { tags: { Team: "a" } }),
    after: QUEUE("tagged", { tags: { Team: "b" } }),
  },
  "asset-hash": {
    before: { aws_s3_object: { bucket: BUCKET, key: "api.zip", source_hash: "a" } },
    after: { aws_s3_object: { bucket: BUCKET, key: "api.zip", source_hash: "b" } },
  },
  "open-port": {
    before: {
      aws_vpc_security_group_ingress_rule: {
        security_group_id: "sg-1",
        cidr_ipv4: "10.0.0.0/16",
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      },
    },
    after: {
      aws_vpc_security_group_ingress_rule: {
        security_group_id: "sg-1",
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      },
    },
  },
  trust: {
    before: TRUST({ Service: "ecs-tasks.amazonaws.com" }),
    after: TRUST("*"),
  },
  "attached-policy": {
    after: {
      aws_iam_role_policy_attachment: {
        role: "${aws_iam_role.ground.name}",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      },
    },
  },
  "public-bucket": {
    before: { aws_s3_bucket_policy: { bucket: BUCKET, policy: bucketPolicy("111122223333") } },
    after: { aws_s3_bucket_policy: { bucket: BUCKET, policy: bucketPolicy("*") } },
  },
  containers: {
    before: CONTAINERS("1.4.0", `${CANARY}-1`),
    after: CONTAINERS("1.5.0", `${CANARY}-2`),
  },
  ruleset: { before: RULES(BLOCKING), after: RULES(SKIPPING) },
  "long-line": {
    before: { terraform_data: { input: `${"same ".repeat(120)}before` } },
    after: { terraform_data: { input: `${"same ".repeat(120)}after` } },
  },
  "google-access": {
    after: {
      google_compute_firewall: {
        name: "ssh",
        network: "default",
        source_ranges: ["0.0.0.0/0"],
        allow: [{ protocol: "tcp", ports: ["22"] }],
      },
      google_project_iam_member: {
        project: "acme-dev",
        role: "roles/owner",
        member: "user:ann@example.com",
      },
    },
  },
  unproxied: {
    before: {
      cloudflare_dns_record: {
        zone_id: ZONE,
        name: "api.example.com",
        type: "CNAME",
        content: "lb.example.net",
        ttl: 1,
        proxied: true,
      },
    },
    after: {
      cloudflare_dns_record: {
        zone_id: ZONE,
        name: "api.example.com",
        type: "CNAME",
        content: "lb.example.net",
        ttl: 1,
        proxied: false,
      },
    },
  },
  import: {
    after: GROUP({ name: "/app/imported" }),
    blocks: { import: [{ to: "aws_cloudwatch_log_group.import", id: "/app/imported" }] },
  },
  "replace-triggered": {
    before: { terraform_data: TRIGGERED, ...GROUP({ name: "/app/trigger" }) },
    after: {
      terraform_data: TRIGGERED,
      ...GROUP({ name: "/app/trigger", retention_in_days: 30 }),
    },
  },
  deposed: { before: GROUP({ name: "/app/deposed" }), after: GROUP({ name: "/app/deposed" }) },
  "write-only": {
    before: {
      aws_ssm_parameter: {
        name: "/api/wo",
        type: "SecureString",
        value_wo: `${CANARY}-1`,
        value_wo_version: 1,
      },
    },
    after: {
      aws_ssm_parameter: {
        name: "/api/wo",
        type: "SecureString",
        value_wo: `${CANARY}-2`,
        value_wo_version: 2,
      },
    },
  },
  "read-later": {
    blocks: {
      data: {
        aws_iam_policy_document: {
          "read-later": {
            statement: [
              { actions: ["sqs:SendMessage"], resources: ["${aws_sqs_queue.create.arn}"] },
            ],
          },
        },
      },
    },
  },
  rename: {
    before: GROUP({ name: "/app/worker" }),
    blocks: {
      resource: {
        aws_cloudwatch_log_group: { "rename-to": { name: "/app/worker", retention_in_days: 7 } },
      },
    },
  },
};

/** A check that fails, in Terraform's own language: its JSON has no way to write one. */
const FAILING_CHECK = `check "url" {
  assert {
    condition     = var.token == ""
    error_message = "the address must answer"
  }
}
`;

/** What happened to the state since it was applied: an apply that failed, and one half-way. */
function editState({ resources }: StateFile): void {
  const instances = (name: string) => resources.find((each) => each.name === name)!.instances;
  instances("replace-tainted")[0]!["status"] = "tainted";
  instances("deposed").push({ ...instances("deposed")[0]!, deposed: "0ddba11c" });
}

/** What stands before the plan of all fixtures. */
export function fixtureGround(): Ground {
  const resource = resourcesOf((fixture) => [fixture.before]);
  return {
    config: { variable: TOKEN, resource, output: outputsAt("https://a.example") },
    edit: editState,
  };
}

/** All fixtures as one plan. */
export function fixturePlan(): RealPlan {
  const blocks: Record<string, unknown[]> = {};
  for (const { blocks: more = {} } of Object.values(FIXTURES)) {
    for (const [key, list] of Object.entries(more)) {
      if (Array.isArray(list)) blocks[key] = [...(blocks[key] ?? []), ...list];
    }
  }
  return {
    config: {
      variable: TOKEN,
      resource: resourcesOf((fixture) => [fixture.after, named(fixture)]),
      data: FIXTURES["read-later"]?.blocks?.["data"],
      output: outputsAt("https://b.example"),
      ...blocks,
    },
    args: ["-replace=aws_sqs_queue.replace-requested"],
    hcl: FAILING_CHECK,
  };
}

const TOKEN = { token: { sensitive: true, default: CANARY } };

function outputsAt(url: string): Json {
  return {
    url: { value: url },
    secret: { value: `\${var.token}${url}`, sensitive: true },
  };
}

/** Resources of a fixture that have names of their own: what something is moved to. */
function named({ blocks }: Fixture): Readonly<Record<string, Json>> {
  const resource = (blocks?.["resource"] ?? {}) as Readonly<Record<string, Json>>;
  return Object.fromEntries(
    Object.entries(resource).map(([type, byName]) => [type, { [OWN]: byName }]),
  );
}

/** Marks resources that have their own names. */
const OWN = "own names";

function resourcesOf(
  sides: (fixture: Fixture) => readonly Fixture["after"][],
): Record<string, Record<string, Json>> {
  const resources: Record<string, Record<string, Json>> = {};
  const all = { ground: { before: GROUND, after: GROUND }, ...FIXTURES };
  for (const [name, fixture] of Object.entries(all)) {
    for (const [type, body] of sides(fixture).flatMap((side) => Object.entries(side ?? {}))) {
      const own = body[OWN] as Record<string, Json> | undefined;
      resources[type] = { ...resources[type], ...(own ?? { [name]: body }) };
    }
  }
  return resources;
}
