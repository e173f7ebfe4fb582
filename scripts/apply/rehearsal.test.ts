// @module-tag long
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate } from "../plan/testing/estate.ts";
import { parseFault } from "../rehearsal/provider/faults/fault.ts";
import { applyPlanSet } from "./apply-set.ts";
import { renderApply } from "./report.ts";

const NETWORK = "dev-shop-network";
const SERVICE = "dev-shop-service";
const aws = { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } };
const provider = { aws: [{ region: "eu-west-1" }] };
const S3 = { bucket: "state", key: "network", region: "eu-west-1" };

describe.skipIf(missing("terraform"))("a plan set of the rehearsal", () => {
  let estate: Estate;
  beforeEach(async () => {
    estate = await Estate.open();
    estate.project.setStacks(stacks("shop"));
    const { code, stdout } = await estate.project.infra(["rehearse", "dev"]);
    expect(code, stdout).toBe(0);
  });
  afterEach(() => estate.remove());

  /** A network with a name, and a registry that is called after it and cannot be renamed. */
  const stacks = (name: string, more: object = {}) => ({
    [NETWORK]: {
      terraform: { ...aws, backend: { s3: S3 } },
      provider,
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: name } } },
        ...more,
      },
      output: {
        network_name: {
          value: "${aws_vpc.main.tags.Name}",
          description: "Contract network: read by other stacks",
        },
      },
    },
    [SERVICE]: {
      dependencies: [NETWORK],
      terraform: aws,
      provider,
      data: estate.reads(NETWORK, { backend: "s3", config: S3 }),
      resource: {
        aws_ecr_repository: {
          images: { name: "${data.terraform_remote_state.producer.outputs.network_name}/images" },
        },
      },
    },
  });
  const plan = (names: readonly string[]) => estate.plan(names, { rehearsal: true });
  const apply = (...faults: readonly string[]) =>
    applyPlanSet({
      ...estate.common,
      folder: estate.path(".plan"),
      next: estate.path(".plan-2"),
      approved: setDigest(readPlanSet(estate.path(".plan"))),
      command: "infra apply",
      faults: faults.map(parseFault),
    });

  it("goes onto the rehearsal cloud, and lets nothing follow that would be replaced", async () => {
    estate.project.setStacks(stacks("store"));
    await plan(["dev"]);
    const { stacks: ended, next } = await apply();
    expect(ended).toMatchObject([
      { stack: NETWORK, ending: "applied", right: "as reviewed" },
      {
        stack: SERVICE,
        ending: "needs approval",
        problems: ["aws_ecr_repository.images would be changed by delete, create"],
        differences: [{ about: "aws_ecr_repository.images", reviewed: "nothing", now: "replace" }],
      },
    ]);
    expect(next!.folder).toBe(estate.path(".plan-2"));
    const { code } = await estate.project.infra(["apply", ".plan-2", "--approve", next!.digest]);
    expect(code).toBe(0);
    const { stacks: again } = await plan(["dev"]);
    expect(again.map(({ official }) => official)).toMatchObject([{ add: 0 }, { add: 0 }]);
  });

  it("tells what is done and what is not after a failure, and goes on from there", async () => {
    const more = {
      aws_sqs_queue: { mail: { name: "mail" } },
      aws_sns_topic: { news: { name: "news" } },
    };
    estate.project.setStacks(stacks("shop", more));
    await plan(["dev"]);
    const failed = await apply("throttle=aws_sns_topic.news", "slow=aws_sqs_queue.mail");
    expect(failed.stacks).toMatchObject([
      {
        ending: "failed",
        problems: [expect.stringContaining("ThrottlingException: Rate exceeded")],
        things: { done: ["aws_sqs_queue.mail"], failed: ["aws_sns_topic.news"], notDone: [] },
      },
      { stack: SERVICE, ending: "not begun", problems: [`waits for ${NETWORK}`] },
    ]);
    const text = renderApply(failed, "infra apply");
    expect(text).toContain("ThrottlingException: Rate exceeded");
    expect(text).toContain("The same command goes on from here (infra apply)");
    expect(estate.read(`.plan/stacks/${NETWORK}/apply-1.log`)).toContain("Rate exceeded");

    const rest = await apply();
    expect(rest.stacks[0]).toMatchObject({
      ending: "needs approval",
      differences: [{ about: "aws_sqs_queue.mail", reviewed: "create", now: "nothing" }],
    });
  });
});
