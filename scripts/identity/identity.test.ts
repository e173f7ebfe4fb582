import { ENVIRONMENTS } from "@groundplan/environments/estate";
import { describe, expect, it } from "vitest";
import { synthEstate } from "../../environments/test/synth-estate.ts";
import { identityOf, identityOutputs } from "./identity.ts";

describe("the identity of CI", () => {
  it("is a role on AWS and an account on Google Cloud, by purpose", () => {
    expect(identityOf(ENVIRONMENTS, "dev", "plan")).toEqual({
      aws: {
        role: "arn:aws:iam::111122223333:role/acme-dev-foundation-plan",
        account: "111122223333",
        region: "eu-west-1",
      },
      google: {
        provider:
          "projects/123456789012/locations/global/workloadIdentityPools/acme-dev-foundation/providers/github",
        account: "acme-dev-foundation-plan@acme-dev.iam.gserviceaccount.com",
        project: "acme-dev",
      },
    });
  });

  it("logs in by the provider of its own where it is another CI than GitHub", () => {
    const { aws, google } = identityOf(ENVIRONMENTS, "dev", "plan", "semaphore");
    expect(google?.provider).toMatch(/\/acme-dev-foundation\/providers\/ci-semaphore$/);
    expect(aws).toEqual(identityOf(ENVIRONMENTS, "dev", "plan").aws);
  });

  it("is left out on a cloud where CI does nothing, and empty for a workflow", () => {
    const identity = identityOf(ENVIRONMENTS, "shared", "apply");
    expect(identity.aws).toBeUndefined();
    expect(identityOutputs(identity)).toMatchObject({
      "aws-role": "",
      "google-account": "acme-shared-foundation-apply@acme-shared.iam.gserviceaccount.com",
    });
  });

  it.each(["plan", "apply"] as const)("is what the foundation makes: %s", (purpose) => {
    const { aws, google } = identityOf(ENVIRONMENTS, "prod", purpose);
    const { resource } = synthEstate().get("prod-foundation-ci")!.template as unknown as {
      resource: Record<string, Record<string, Record<string, string>>>;
    };
    const namesIn = (type: string, key: string) =>
      Object.values(resource[type] ?? {}).map((each) => each[key]);
    expect(namesIn("aws_iam_role", "name")).toContain(aws?.role.split("/")[1]);
    expect(namesIn("google_service_account", "account_id")).toContain(
      google?.account.split("@")[0],
    );
    expect(google?.provider).toContain(
      `/workloadIdentityPools/${namesIn("google_iam_workload_identity_pool", "workload_identity_pool_id")[0]}/`,
    );
    expect(google?.provider).toMatch(
      new RegExp(
        `/${namesIn("google_iam_workload_identity_pool_provider", "workload_identity_pool_provider_id")[0]}$`,
      ),
    );
  });

  it("says which environments there are, and where CI would be set up", () => {
    expect(() => identityOf(ENVIRONMENTS, "qa", "plan")).toThrow(
      "there is no environment qa; there are shared, dev, prod",
    );
    const bare = { ...ENVIRONMENTS[1]!, apps: {} };
    expect(() => identityOf([bare], "dev", "plan")).toThrow(
      "CI does nothing in dev: environments/dev/environment.ts has no apps.foundation.ci",
    );
  });
});
