import { only } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { ServiceAccount, type ServiceAccountProps } from "./service-account.ts";

const PROPS: ServiceAccountProps = {
  name: "acme-dev-host",
  project: "acme-dev",
  purpose: "Runs the containers of the host",
};

describe("ServiceAccount", () => {
  it("is one account without rights or keys", () => {
    const template = synth((stack) => new ServiceAccount(stack, "host", PROPS));
    expect(template.resource).toEqual({
      google_service_account: {
        host: {
          account_id: "acme-dev-host",
          description: "Runs the containers of the host",
          display_name: "acme-dev-host",
          project: "acme-dev",
        },
      },
    });
  });

  it("knows its e-mail address at synth and its number at apply", () => {
    const template = synth((stack) => {
      const host = new ServiceAccount(stack, "host", PROPS);
      expect(host.email).toBe("acme-dev-host@acme-dev.iam.gserviceaccount.com");
      new TerraformOutput(stack, "number", { value: host.uniqueId });
      new TerraformOutput(stack, "member", { value: host.member });
    });
    expect(template.output).toMatchObject({
      number: { value: "${google_service_account.host.unique_id}" },
      member: { value: "${google_service_account.host.member}" },
    });
  });

  it("is acted as by whom it is granted to, and by nobody else", () => {
    const member = "principal://iam.googleapis.com/pool/subject/job";
    const template = synth((stack) => {
      new ServiceAccount(stack, "host", PROPS).grantActAs({ key: "job", member });
    });
    expect(only(template, "google_service_account_iam_member")).toEqual({
      service_account_id: "${google_service_account.host.name}",
      role: "roles/iam.workloadIdentityUser",
      member,
    });
  });

  it("reports a short name and a missing purpose at once", () => {
    const props = { ...PROPS, name: "host", purpose: "" };
    expect(() => synth((stack) => new ServiceAccount(stack, "host", props))).toThrow(
      'test/host: name must have at least 6 characters (google service account), got "host"\n' +
        'test/host: purpose must have 10 to 256 characters, got ""',
    );
  });

  it("lets the caller have the last word on all but its identity", () => {
    const overrides = { account: { displayName: "Host", accountId: "other-name" } };
    const template = synth((stack) => new ServiceAccount(stack, "host", { ...PROPS, overrides }));
    expect(only(template, "google_service_account")).toMatchObject({
      display_name: "Host",
      account_id: "acme-dev-host",
    });
  });
});
