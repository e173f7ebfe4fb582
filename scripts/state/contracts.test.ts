import { Contract } from "@groundplan/core/contracts";
import { LayerStack } from "@groundplan/core/site";
import { templateOf } from "@groundplan/core/testing/synth";
import { EnvironmentSite } from "@groundplan/environments/base-stack";
import type { Environment, StateSettings } from "@groundplan/environments/environment";
import { App, TerraformOutput, Testing } from "cdktf";
import { afterEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import type { Json } from "../stacks/template.ts";
import { MOTO_ACCOUNT, type Server, startGcs, startMoto } from "./testing/servers.ts";
import { Workshop } from "./testing/workshop.ts";

const BUCKET = "acme-dev-terraform-state";
const NETWORK = new Contract("network", { vpcId: "text", subnetIds: "list" });
const VALUES = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-a", "subnet-b"] };

/** A producer and a consumer of one contract, synthesized for a kind of state. */
function templates(state: StateSettings) {
  const environment: Environment = {
    name: "dev",
    stage: "dev",
    org: "acme",
    aws: { accountId: MOTO_ACCOUNT, region: "us-east-1" },
    state,
    apps: {},
  };
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const site = new EnvironmentSite(environment);
  const stack = (layer: string) => new LayerStack(app, { site, app: "shop", layer, clouds: [] });
  const producer = stack("network");
  const consumer = stack("service");
  const read = NETWORK.publish(producer, VALUES).readFrom(consumer);
  new TerraformOutput(consumer, "vpc", { value: read.vpcId });
  new TerraformOutput(consumer, "subnets", { value: read.subnetIds });
  return { producer: written(producer), consumer: written(consumer) };
}

/** What Terraform is given: no section without anything in it. */
function written(stack: LayerStack): Json {
  const sections = Object.entries(templateOf(stack));
  return Object.fromEntries(sections.filter(([, each]) => Object.keys(each as object).length > 0));
}

const KINDS: readonly {
  readonly kind: StateSettings["kind"];
  readonly state: StateSettings;
  readonly start?: () => Promise<Server>;
  readonly skipped: boolean;
}[] = [
  { kind: "local", state: { kind: "local" }, skipped: false },
  {
    kind: "s3",
    state: { kind: "s3", bucket: BUCKET, region: "us-east-1" },
    start: startMoto,
    skipped: missing("moto_server"),
  },
  {
    kind: "gcs",
    state: { kind: "gcs", bucket: BUCKET },
    start: startGcs,
    skipped: missing("fake-gcs-server"),
  },
];

describe.each(KINDS)("a contract over $kind", ({ state, start, skipped }) => {
  describe.skipIf(skipped || missing("terraform"))("with the real Terraform", () => {
    let server: Server | undefined;
    let shop: Workshop;
    afterEach(async () => {
      shop.remove();
      await server?.stop();
    });

    it("is read by another stack as it was published", async () => {
      server = await start?.();
      await server?.createBucket(BUCKET);
      shop = new Workshop(server?.env ?? {});
      const { producer, consumer } = templates(state);
      const apply = ["apply", "-auto-approve", "-no-color"];
      await shop.terraform(await shop.stack("out/stacks/dev-shop-network", producer), ...apply);
      const reader = await shop.stack("out/stacks/dev-shop-service", consumer);
      await shop.terraform(reader, ...apply);
      const outputs = JSON.parse(await shop.terraform(reader, "output", "-json"));
      expect(outputs.vpc.value).toBe("vpc-0a1b2c3d");
      expect(outputs.subnets.value).toEqual(["subnet-a", "subnet-b"]);
    });
  });
});

it("reads over HCP Terraform from the workspace that the producer writes to, typed the same", () => {
  const cloud = templates({
    kind: "cloud",
    organization: "acme",
    project: "dev",
    workspacePrefix: "plan",
  });
  const local = templates({ kind: "local" });
  const { cloud: workspace } = cloud.producer["terraform"] as { readonly cloud: object };
  expect(workspace).toEqual({
    hostname: "app.terraform.io",
    organization: "acme",
    workspaces: { name: "plan-dev-shop-network", project: "dev" },
  });
  expect(cloud.consumer["data"]).toEqual({
    terraform_remote_state: {
      "state-of-dev-shop-network": {
        backend: "remote",
        config: {
          hostname: "app.terraform.io",
          organization: "acme",
          workspaces: { name: "plan-dev-shop-network" },
        },
      },
    },
  });
  expect(cloud.producer["output"]).toEqual(local.producer["output"]);
  expect(cloud.consumer["output"]).toEqual(local.consumer["output"]);
});
