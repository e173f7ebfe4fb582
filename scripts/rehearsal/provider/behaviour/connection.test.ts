import { describe, expect, it } from "vitest";
import { connect } from "./connection.ts";

const aws = { rehearsal: "dev-app", region: "eu-west-1" };

describe("a provider block", () => {
  it("without the marker is refused, with the way out", () => {
    expect(connect("aws", { region: "eu-west-1" })).toEqual({
      severity: 1,
      summary: "this aws provider is a rehearsal, and the configuration is not",
      detail:
        "The provider block has no `rehearsal` argument, which only the copies under .rehearsal/ " +
        "carry. Nothing was planned. Run `infra rehearse`, or unset TF_REATTACH_PROVIDERS to use " +
        "the real provider.",
      attribute: { steps: [{ attribute_name: "rehearsal" }] },
    });
  });

  it("takes the account from what is allowed, else from the role to assume", () => {
    const role_arn = "arn:aws:iam::222233334444:role/deploy";
    expect(connect("aws", { ...aws, allowed_account_ids: ["111122223333"] })).toMatchObject({
      account: "111122223333",
    });
    expect(connect("aws", { ...aws, assume_role: [{ role_arn }] })).toMatchObject({
      account: "222233334444",
    });
    expect(connect("aws", aws)).toMatchObject({ account: "123456789012" });
  });

  it("whose role is of an account that is not allowed is refused, as the provider refuses it", () => {
    const assume_role = [{ role_arn: "arn:aws:iam::444455556666:role/deploy" }];
    const allowed = { ...aws, assume_role, allowed_account_ids: ["111122223333"] };
    expect(connect("aws", allowed)).toEqual({
      severity: 1,
      summary: "AWS account ID not allowed: 444455556666",
      detail: "The role to assume is of that account, and the provider block allows 111122223333.",
      attribute: { steps: [{ attribute_name: "assume_role" }] },
    });
    const forbidden = { ...aws, assume_role, forbidden_account_ids: ["444455556666"] };
    expect(connect("aws", forbidden)).toMatchObject({
      summary: "AWS account ID not allowed: 444455556666",
    });
    const several = { ...aws, assume_role, allowed_account_ids: ["111122223333", "444455556666"] };
    expect(connect("aws", several)).toMatchObject({ account: "444455556666" });
  });

  it("settles region, project, zone and default tags", () => {
    const default_tags = [{ tags: { team: "a" } }];
    expect(connect("aws", { ...aws, default_tags })).toMatchObject({
      region: "eu-west-1",
      defaultTags: { team: "a" },
    });
    const google = {
      rehearsal: "x",
      project: "acme",
      region: "europe-west3",
      default_labels: { a: "b" },
    };
    expect(connect("google", google)).toMatchObject({
      project: "acme",
      zone: "europe-west3-b",
      defaultTags: { a: "b" },
    });
  });
});
