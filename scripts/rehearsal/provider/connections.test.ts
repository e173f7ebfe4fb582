import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { type RunningProvider, startProvider } from "./index.ts";
import { TestStack } from "./testing/terraform.ts";

const resource = {
  aws_sqs_queue: {
    here: { name: "jobs" },
    there: { name: "jobs", provider: "aws.other" },
  },
};
const data = { aws_caller_identity: { me: {}, them: { provider: "aws.other" } } };

const stackOf = (provider: RunningProvider, account: string, region: string) =>
  new TestStack(provider, {
    aws: [
      { region, allowed_account_ids: [account], default_tags: [{ tags: { of: account } }] },
      { region: "us-east-1", allowed_account_ids: ["999900001111"], alias: "other" },
    ],
  });

describe.skipIf(missing("terraform"))("one process for many provider instances", () => {
  let provider: RunningProvider;
  const stacks: TestStack[] = [];

  beforeAll(async () => {
    const types = { resources: ["aws_sqs_queue"], data: ["aws_caller_identity"] };
    provider = await startProvider({ types });
  });
  afterAll(async () => {
    for (const stack of stacks) stack.remove();
    await provider.close();
  });

  it("keeps accounts, regions and tags of aliases and of parallel stacks apart", async () => {
    stacks.push(stackOf(provider, "111122223333", "eu-west-1"));
    stacks.push(stackOf(provider, "444455556666", "ap-south-1"));
    await Promise.all(
      stacks.map(async (stack) => {
        stack.write({ resource, data });
        await stack.do("init", "-input=false");
        await stack.apply({ resource, data });
        expect(await stack.plan({ resource, data })).toEqual([]);
      }),
    );
    const arns = stacks.map((stack) => stack.attributes("aws_sqs_queue", "here")["arn"]);
    expect(arns).toEqual([
      "arn:aws:sqs:eu-west-1:111122223333:jobs",
      "arn:aws:sqs:ap-south-1:444455556666:jobs",
    ]);
    for (const stack of stacks) {
      expect(stack.attributes("aws_sqs_queue", "there")["arn"]).toBe(
        "arn:aws:sqs:us-east-1:999900001111:jobs",
      );
      expect(stack.attributes("aws_sqs_queue", "there")["tags_all"]).toEqual({});
      expect(stack.attributes("aws_caller_identity", "them")["account_id"]).toBe("999900001111");
    }
    expect(stacks[0]?.attributes("aws_sqs_queue", "here")["tags_all"]).toEqual({
      of: "111122223333",
    });
  });

  it("refuses a configuration without the marker, and plans nothing", async () => {
    const stack = new TestStack(provider, { aws: { region: "eu-west-1", rehearsal: null } });
    stacks.push(stack);
    stack.write({ resource: { aws_sqs_queue: { jobs: { name: "jobs" } } } });
    await stack.do("init", "-input=false");
    const { code, output } = await stack.run("plan", "-input=false");
    expect(code).toBe(1);
    expect(output).toContain("this aws provider is a rehearsal, and the configuration is not");
  });

  it("is not ended by Terraform, and says which process it is", async () => {
    const attached = Object.values(JSON.parse(provider.reattach)) as { Pid: number }[];
    expect(attached.map(({ Pid }) => Pid)).toEqual(Array(6).fill(process.pid));
    expect(provider.pid).toBe(process.pid);
    expect((await stacks[0]!.run("plan", "-input=false")).code).toBe(0);
  });
});

describe("a provider that is closed", () => {
  it("listens no longer", async () => {
    const provider = await startProvider({ types: { resources: [], data: [] } });
    const { Addr } = Object.values(JSON.parse(provider.reattach))[0] as {
      Addr: { String: string };
    };
    await provider.close();
    await expect(fetch(`http://${Addr.String}`)).rejects.toThrow("fetch failed");
  });
});
