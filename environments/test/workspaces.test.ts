import { testApp } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { createEstate } from "../estate.ts";
import { validate } from "../validate.ts";
import { workspacesOf } from "../workspaces.ts";

const IDENTITIES = {
  aws: {
    planRoleArn: "arn:aws:iam::111122223333:role/acme-dev-runs-plan",
    applyRoleArn: "arn:aws:iam::111122223333:role/acme-dev-runs-apply",
  },
};

const CLOUD = {
  kind: "cloud",
  organization: "acme",
  project: "dev",
  workspacePrefix: "acme",
} as const;

function devWith(state: Environment["state"]): Environment {
  const { "music-library": library } = dev.apps;
  return { ...dev, state, apps: { "music-library": library } };
}

describe("workspaces on HCP Terraform", () => {
  it("get execution, tags and the identities of the clouds that their stack uses", () => {
    const environment = devWith({ ...CLOUD, tags: ["team:web"], identities: IDENTITIES });
    const app = testApp();
    createEstate(app, [environment]);
    const settings = workspacesOf(app, [environment]);
    expect(settings.find(({ stack }) => stack === "dev-music-library-network")).toEqual({
      stack: "dev-music-library-network",
      execution: "remote",
      identities: IDENTITIES,
      tags: ["environment:dev", "stage:dev", "app:music-library", "layer:network", "team:web"],
    });
    expect(settings.find(({ stack }) => stack.endsWith("-edge"))?.identities).toEqual({});
  });

  it("are none where states lie in a bucket", () => {
    const app = testApp();
    createEstate(app, [devWith(dev.state)]);
    expect(workspacesOf(app, [devWith(dev.state)])).toEqual([]);
  });

  it("are refused with every mistake at once", () => {
    const wrong = devWith({
      ...CLOUD,
      execution: { agentPool: "pool" },
      terraformVersion: "1.11",
      identities: {
        aws: { planRoleArn: "plan", applyRoleArn: IDENTITIES.aws.applyRoleArn },
        google: { workloadProvider: "p", planServiceAccount: "a", applyServiceAccount: "b" },
      },
    });
    expect(() => validate([wrong])).toThrow(
      [
        'state.execution.agentPool must be the id of an agent pool, got "pool"',
        'state.terraformVersion must be one exact version, as 1.11.4, got "1.11"',
        'state.identities.aws.planRoleArn must be the ARN of a role, got "plan"',
        'state.identities.google.workloadProvider must be the full name of a workload identity provider, got "p"',
        'state.identities.google.planServiceAccount must be the address of a service account, got "a"',
        'state.identities.google.applyServiceAccount must be the address of a service account, got "b"',
      ]
        .map((line) => `environments/dev/environment.ts: ${line}`)
        .join("\n"),
    );
  });

  it("have no identities where runs are made by who types the command", () => {
    const local = devWith({ ...CLOUD, execution: "local", identities: IDENTITIES });
    expect(() => validate([local])).toThrow(
      "environments/dev/environment.ts: state.identities must not be set with local execution; Terraform then acts as whoever types the command",
    );
  });
});
