import { describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { checkTypes } from "./types.ts";

describe("the types of a rehearsal", () => {
  it("are all known: of three clouds, and Terraform's own", () => {
    const template = {
      resource: { aws_vpc: { a: {} }, google_storage_bucket: { a: {} }, terraform_data: { a: {} } },
      data: { aws_region: { here: {} }, terraform_remote_state: { network: {} } },
    };
    expect(() => checkTypes([{ stack: "dev-app-main", template, state: {} }])).not.toThrow();
  });

  it("are refused where they are not, with all problems at once, before anything begins", () => {
    const template = {
      resource: { aws_vcp: { main: {} }, random_id: { a: {} } },
      data: { cloudflare_qqqqqqqqqqqqqqqqqqqqqqqqqqq: { all: {} } },
    };
    const old = { mode: "managed", type: "aws_old_thing", name: "a", instances: [{}] };
    const state = { resources: [old] };
    expect(messageOf(() => checkTypes([{ stack: "dev-app-main", template, state }]))).toBe(
      [
        'dev-app-main: aws_vcp.main: the data of the aws provider 6.25.0 does not know aws_vcp; is aws_vpc meant? Where a later version has it, "infra learn <provider binary>" learns it',
        "dev-app-main: random_id.a is of a provider that cannot be rehearsed; those of aws, google, cloudflare can, and terraform_data",
        'dev-app-main: data.cloudflare_qqqqqqqqqqqqqqqqqqqqqqqqqqq.all: the data of the cloudflare provider 5.14.0 does not know cloudflare_qqqqqqqqqqqqqqqqqqqqqqqqqqq. Where a later version has it, "infra learn <provider binary>" learns it',
        'dev-app-main: the state\'s aws_old_thing.a: the data of the aws provider 6.25.0 does not know aws_old_thing; is aws_iot_thing meant? Where a later version has it, "infra learn <provider binary>" learns it',
        "nothing was changed",
      ].join("\n"),
    );
  });
});
