import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Postgres, type PostgresProps } from "../../../modules/aws/postgres/index.ts";
import { Vpc } from "../../../modules/aws/vpc/index.ts";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";

const STACK = "prod-music-library-data";

/** A protected server, in a network of its own. */
function estate(props: Partial<PostgresProps>) {
  const template = synthWith(
    (stack) =>
      new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] }),
    (stack) => {
      const network = new Vpc(stack, "network", {
        stage: "dev",
        name: "acme-prod",
        cidr: "10.20.0.0/16",
        zones: ["eu-west-1a", "eu-west-1b"],
        egress: "none",
      });
      new Postgres(stack, "database", {
        stage: "prod",
        name: "acme-prod-db",
        network,
        version: 16,
        ...props,
      });
    },
  );
  const { resource, data, provider, terraform } = JSON.parse(JSON.stringify(template));
  return { resource, ...(Object.keys(data).length > 0 && { data }), provider, terraform };
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({});
  });
  afterAll(() => project.remove());

  const rehearse = async (props: Partial<PostgresProps>) => {
    project.setStacks({ [STACK]: estate(props) });
    const { stdout, stderr } = await project.infra(["rehearse", STACK, "--json"]);
    const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
    const found = stacks.find((each) => each.stack === STACK);
    return {
      ending: found?.ending,
      problems: (found?.problems ?? [stderr]).join("\n"),
      changes: (found?.changes ?? []).map(({ action, address }) => `${action} ${address}`),
    };
  };

  it("a server counts its version up in place, and is not born a second time", {
    timeout: 180_000,
  }, async () => {
    const first = await rehearse({});
    expect([first.ending, first.problems]).toEqual(["ok", ""]);

    const upgraded = await rehearse({ version: 17, changes: { upgradingFrom: 16 } });
    expect([upgraded.ending, upgraded.problems]).toEqual(["ok", ""]);
    expect(upgraded.changes.map((change) => change.replace(/_[0-9A-F]{8}$/, "")).sort()).toEqual([
      "replace aws_db_parameter_group.database_parameters",
      "update aws_db_instance.database",
    ]);

    const reborn = await rehearse({ version: 17, birth: { from: "snapshot", snapshot: "old" } });
    expect(reborn.ending).not.toBe("ok");
    expect(reborn.problems).toContain("Instance cannot be destroyed");
    expect(reborn.problems).toContain("aws_db_instance.database");
  });
});
