import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerBinary } from "../../bench/agreement/agreement-bench.ts";
import { missingAwsProvider } from "../../parts/parts.ts";
import { learn } from "./learn.ts";
import { Notes } from "./notes.ts";
import { Session } from "./provider/session.ts";

const skip = missingAwsProvider() || providerBinary() === undefined;
const TYPES = [
  ...["aws_sqs_queue", "aws_ecs_service", "aws_vpc_security_group_egress_rule"],
  ...["aws_lambda_invocation", "aws_vpc", "aws_ec2_instance_connect_endpoint"],
];

describe.skipIf(skip)("learning from the real AWS provider", () => {
  let folder: string;
  let session: Session;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-learn-"));
    session = await Session.open(providerBinary()!, "aws");
  }, 60_000);
  afterAll(() => {
    session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds what replaces, what is planned unasked and what is refused", async () => {
    const notes = new Notes(folder, "first");
    const { facts } = await learn({ session, notes, types: TYPES });
    const queue = facts["aws_sqs_queue"]!;
    expect(queue.forceNew).toEqual(["fifo_queue", "name", "name_prefix"]);
    expect(queue.defaults).toMatchObject({ visibility_timeout_seconds: 30, fifo_queue: false });
    expect(queue.range?.["delay_seconds"]).toEqual([0, 900]);
    expect(queue.conflictsWith?.["name"]).toEqual(["name_prefix"]);
    expect(queue.normal).toMatchObject({ redrive_policy: "json" });

    const service = facts["aws_ecs_service"]!;
    expect(service.forceNew).toContain("launch_type");
    expect(service.forceNew).not.toContain("desired_count");
    expect(service.defaults).toMatchObject({ "deployment_controller.type": "ECS" });
    expect(service.oneOf?.["launch_type"]).toEqual(["EC2", "FARGATE", "EXTERNAL"]);

    const rule = facts["aws_vpc_security_group_egress_rule"]!;
    expect(rule.forceNew).toContain("security_group_id");
    expect(rule.exactlyOneOf).toEqual([
      ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"],
    ]);
  }, 120_000);

  it("finds what forces with certain values alone, or because nobody wrote it", async () => {
    const { facts } = await learn({ session, notes: new Notes(folder, "first"), types: TYPES });
    expect(facts["aws_lambda_invocation"]?.forceNewWith).toEqual({
      input: [{ by: "lifecycle_scope", values: ["CREATE_ONLY"] }],
    });
    expect(facts["aws_vpc"]?.forceNewFromTo).toEqual({
      instance_tenancy: [["default", "dedicated"]],
    });
    expect(facts["aws_ec2_instance_connect_endpoint"]?.forcedBy).toEqual({
      security_group_ids: "always",
    });
  }, 120_000);

  it("asks nothing again that its notes know", async () => {
    const notes = new Notes(folder, "second");
    notes.write("aws_sqs_queue", { forceNew: ["noted"] });
    const { facts } = await learn({ session, notes, types: ["aws_sqs_queue"] });
    expect(facts).toEqual({ aws_sqs_queue: { forceNew: ["noted"] } });
  });
});
