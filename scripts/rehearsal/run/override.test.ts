import { describe, expect, it } from "vitest";
import type { StackTemplate } from "../../stacks/template.ts";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { type OverrideOptions, rehearsalOverride } from "./override.ts";

const options: OverrideOptions = {
  backend: { http: {} },
  producer: (identity) => KEEPERS[identity],
  marker: { marked: true },
};

const KEEPERS: Record<string, string> = {
  "s3://state/dev/network": "../s3.tfstate",
  "gs://state/dev/network": "../gcs.tfstate",
  "app.terraform.io/acme/dev-network": "../hcp.tfstate",
  "../../.state/network.tfstate": "../local.tfstate",
};

const reading = (backend: string, config: object) => ({
  data: { terraform_remote_state: { network: { backend, config } } },
});

describe("the override of a rehearsed stack", () => {
  it.each<NonNullable<StackTemplate["terraform"]>>([
    { backend: { s3: { bucket: "state", key: "k", use_lockfile: true } } },
    { backend: { gcs: { bucket: "state" } } },
    { cloud: { organization: "acme", workspaces: { name: "w" } } },
    {},
  ])("keeps the state in the copy, whatever keeps the real one (%j)", (terraform) => {
    expect(rehearsalOverride("dev-a", { terraform }, options)).toEqual({
      terraform: { backend: { http: {} } },
    });
  });

  it.each([
    ["s3", { bucket: "state", key: "dev/network", region: "eu-west-1" }, "../s3.tfstate"],
    ["gcs", { bucket: "state", prefix: "dev/network" }, "../gcs.tfstate"],
    ["remote", { organization: "acme", workspaces: { name: "dev-network" } }, "../hcp.tfstate"],
    ["remote", { organization: "acme", workspaces: [{ name: "dev-network" }] }, "../hcp.tfstate"],
    ["local", { path: "../../.state/network.tfstate" }, "../local.tfstate"],
  ])("reads a producer's rehearsed state in place of %s %j", (backend, config, path) => {
    expect(rehearsalOverride("dev-a", reading(backend, config), options)["data"]).toEqual({
      terraform_remote_state: { network: { backend: "local", config: { path } } },
    });
  });

  it("refuses a read of a state that no stack keeps", () => {
    const stranger = reading("s3", { bucket: "state", key: "prod/network" });
    expect(messageOf(() => rehearsalOverride("dev-a", stranger, options))).toBe(
      "dev-a: data.terraform_remote_state.network reads the state s3://state/prod/network, which no stack here keeps; a rehearsal cannot read it",
    );
  });

  it("marks every provider block, aliases too", () => {
    const provider = {
      aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "us" }],
      cloudflare: {},
    };
    expect(rehearsalOverride("dev-a", { provider }, options)["provider"]).toEqual({
      aws: [{ marked: true }, { alias: "us", marked: true }],
      cloudflare: [{ marked: true }],
    });
  });
});
