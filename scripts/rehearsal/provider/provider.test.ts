import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { type RunningProvider, startProvider } from "./index.ts";
import { TestStack } from "./testing/terraform.ts";

const TYPES = {
  resources: [
    "aws_vpc",
    "aws_subnet",
    "aws_ecr_repository",
    "aws_lb_listener",
    "aws_sqs_queue",
    "aws_ssm_parameter",
    "google_storage_bucket",
    "google_service_account",
    "google_artifact_registry_repository",
    "cloudflare_zone",
    "cloudflare_dns_record",
    "cloudflare_ruleset",
  ],
  data: ["aws_caller_identity", "aws_availability_zones"],
};

const ACCOUNT = "0123456789abcdef0123456789abcdef";

describe.skipIf(missing("terraform"))("Terraform on the rehearsal provider", () => {
  let provider: RunningProvider;
  let stack: TestStack;

  beforeAll(async () => {
    provider = await startProvider({ types: TYPES });
  });
  afterAll(() => provider.close());
  afterEach(() => stack.remove());

  describe("with AWS", () => {
    const vpc = (cidr_block: string, more = {}) => ({ main: { cidr_block, ...more } });
    const subnet = { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } };

    beforeEach(async () => {
      const block = { region: "eu-west-1", allowed_account_ids: ["111122223333"] };
      stack = new TestStack(provider, { aws: block });
      stack.write({});
      await stack.do("init", "-input=false");
    });

    it("creates, finds nothing more to do, updates in place and destroys", async () => {
      const resource = { aws_vpc: vpc("10.0.0.0/16"), aws_subnet: subnet };
      await stack.apply({ resource });
      expect(stack.attributes("aws_subnet", "a")["arn"]).toMatch(
        /^arn:aws:ec2:eu-west-1:111122223333:subnet\/subnet-[0-9a-f]{17}$/,
      );
      expect(await stack.plan({ resource })).toEqual([]);
      const tagged = { ...resource, aws_vpc: vpc("10.0.0.0/16", { tags: { Name: "main" } }) };
      const [update, ...others] = await stack.plan({ resource: tagged });
      expect(others).toEqual([]);
      expect(update).toMatchObject({
        address: "aws_vpc.main",
        change: { actions: ["update"], after: { tags_all: { Name: "main" } } },
      });
      await stack.do("destroy", "-auto-approve", "-input=false");
      expect(await stack.do("state", "list")).toBe("");
    });

    it("replaces what cannot be changed, and shows what forces it", async () => {
      await stack.apply({ resource: { aws_vpc: vpc("10.0.0.0/16"), aws_subnet: subnet } });
      const moved = { aws_vpc: vpc("10.9.0.0/16"), aws_subnet: subnet };
      const changes = await stack.plan({ resource: moved });
      expect(
        changes.map(({ address, change }) => [address, change.actions, change.replace_paths]),
      ).toEqual([
        ["aws_subnet.a", ["delete", "create"], [["vpc_id"]]],
        ["aws_vpc.main", ["delete", "create"], [["cidr_block"]]],
      ]);
    });

    it("shows the attribute of a nested block that forces a replacement", async () => {
      const repository = (encryption_type: string) => ({
        aws_ecr_repository: { api: { name: "api", encryption_configuration: { encryption_type } } },
      });
      await stack.apply({ resource: repository("AES256") });
      const [replaced] = await stack.plan({ resource: repository("KMS") });
      expect(replaced?.change.replace_paths).toEqual([
        ["encryption_configuration", 0, "encryption_type"],
      ]);
    });

    it("moves a resource without touching it", async () => {
      await stack.apply({ resource: { aws_vpc: vpc("10.0.0.0/16") } });
      const resource = { aws_vpc: { other: { cidr_block: "10.0.0.0/16" } } };
      const [moved] = await stack.plan({
        resource,
        moved: [{ from: "aws_vpc.main", to: "aws_vpc.other" }],
      });
      expect(moved).toMatchObject({
        address: "aws_vpc.other",
        previous_address: "aws_vpc.main",
        change: { actions: ["no-op"] },
      });
    });

    it("imports by command, too, and plans nothing afterwards", async () => {
      const resource = { aws_sqs_queue: { jobs: { name: "jobs" } } };
      await stack.apply({ resource });
      const { id } = stack.attributes("aws_sqs_queue", "jobs") as { id: string };
      await stack.do("state", "rm", "aws_sqs_queue.jobs");
      await stack.do("import", "-input=false", "aws_sqs_queue.jobs", id);
      expect(stack.attributes("aws_sqs_queue", "jobs")).toMatchObject({ id, name: "jobs" });
      expect(await stack.plan({ resource })).toEqual([]);
    });

    it("imports by id: what is known whole, anything else as the author wrote it", async () => {
      await stack.apply({ resource: { aws_sqs_queue: { jobs: { name: "jobs" } } } });
      const { id } = stack.attributes("aws_sqs_queue", "jobs");
      await stack.do("state", "rm", "aws_sqs_queue.jobs");
      const [known] = await stack.plan({
        resource: { aws_sqs_queue: { jobs: { name: "jobs" } } },
        import: [{ to: "aws_sqs_queue.jobs", id }],
      });
      expect(known?.change).toMatchObject({ actions: ["no-op"], importing: { id } });
      const sections = {
        resource: { aws_vpc: vpc("10.0.0.0/16") },
        import: [{ to: "aws_vpc.main", id: "vpc-00000000000000001" }],
      };
      const [adopted] = await stack.plan(sections);
      expect(adopted?.change.actions).toEqual(["update"]);
      await stack.do("apply", "-input=false", "plan.bin");
      expect(await stack.plan(sections)).toEqual([]);
    });

    it("never writes a write-only value to the state", async () => {
      const secret = { name: "/a", type: "SecureString", value_wo: "hunter2", value_wo_version: 1 };
      await stack.apply({ resource: { aws_ssm_parameter: { secret } } });
      expect(stack.attributes("aws_ssm_parameter", "secret")["value_wo"]).toBeNull();
    });

    it.each([
      ["an argument that does not exist", { cidr_blok: "10.0.0.0/16" }, "cidr_blok"],
      ["a value of another type", { enable_dns_support: "perhaps" }, "a bool is required"],
      [
        "a value that AWS refuses",
        { instance_tenancy: "shared" },
        'instance_tenancy must be one of default, dedicated, got "shared"',
      ],
    ])("refuses %s at its place", async (_what, argument, message) => {
      stack.write({ resource: { aws_vpc: { main: argument } } });
      const { code, output } = await stack.run("validate");
      expect(code).toBe(1);
      expect(output.replace(/[\s│]+/g, " ")).toContain(message);
      expect(output).toContain("in resource.aws_vpc.main");
    });

    it("refuses a block that must be there and is not", async () => {
      stack.write({ resource: { aws_lb_listener: { web: { load_balancer_arn: "arn" } } } });
      const { code, output } = await stack.run("validate");
      expect(code).toBe(1);
      expect(output).toContain('At least 1 "default_action" blocks are required.');
    });
  });

  describe("with Google", () => {
    beforeEach(async () => {
      stack = new TestStack(provider, { google: { project: "acme-dev", region: "europe-west1" } });
      stack.write({});
      await stack.do("init", "-input=false");
    });

    it("creates, finds nothing more to do, updates, replaces and destroys", async () => {
      const resource = (bucket: object) => ({
        google_service_account: { app: { account_id: "app-host", display_name: "App" } },
        google_storage_bucket: { dumps: { name: "acme-dumps", location: "EU", ...bucket } },
      });
      const lifecycle = (age: number) => ({
        lifecycle_rule: [{ action: { type: "Delete" }, condition: { age } }],
      });
      await stack.apply({ resource: resource(lifecycle(7)) });
      expect(stack.attributes("google_service_account", "app")["email"]).toBe(
        "app-host@acme-dev.iam.gserviceaccount.com",
      );
      expect(await stack.plan({ resource: resource(lifecycle(7)) })).toEqual([]);
      const [update] = await stack.plan({ resource: resource(lifecycle(30)) });
      expect(update).toMatchObject({
        change: {
          actions: ["update"],
          after: { lifecycle_rule: [{ condition: [{ age: 30 }] }] },
        },
      });
      const [replaced] = await stack.plan({
        resource: resource({ ...lifecycle(7), location: "US" }),
      });
      expect(replaced?.change.replace_paths).toEqual([["location"]]);
      await stack.do("destroy", "-auto-approve", "-input=false");
    });
  });

  describe("with Cloudflare", () => {
    beforeEach(async () => {
      stack = new TestStack(provider, { cloudflare: {} });
      stack.write({});
      await stack.do("init", "-input=false");
    });

    it("creates, finds nothing more to do, updates, replaces and destroys", async () => {
      const resource = (content: string, phase = "http_ratelimit") => ({
        cloudflare_zone: { main: { name: "example.net", account: { id: ACCOUNT } } },
        cloudflare_dns_record: {
          www: {
            zone_id: "${cloudflare_zone.main.id}",
            name: "www.example.net",
            type: "A",
            content,
            ttl: 300,
          },
        },
        cloudflare_ruleset: {
          edge: {
            zone_id: "${cloudflare_zone.main.id}",
            name: "edge",
            kind: "zone",
            phase,
            rules: [{ action: "block", expression: "true" }],
          },
        },
      });
      await stack.apply({ resource: resource("192.0.2.1") });
      expect(await stack.plan({ resource: resource("192.0.2.1") })).toEqual([]);
      const [update, ...others] = await stack.plan({ resource: resource("192.0.2.2") });
      expect(others).toEqual([]);
      expect(update).toMatchObject({
        address: "cloudflare_dns_record.www",
        change: { actions: ["update"], after: { content: "192.0.2.2" } },
      });
      const [replaced] = await stack.plan({
        resource: resource("192.0.2.1", "http_request_firewall_custom"),
      });
      expect(replaced?.change.replace_paths).toEqual([["phase"]]);
      await stack.do("destroy", "-auto-approve", "-input=false");
    });
  });
});
