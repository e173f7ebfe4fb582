import { type App, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { Contract, locateState, type StateLocation } from "./contracts.ts";
import { templateOf, testApp } from "./testing/synth.ts";

const NETWORK = new Contract("network", { vpcId: "text", privateSubnetIds: "list" });
const VALUES = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };

function pair(location: StateLocation): {
  app: App;
  producer: TerraformStack;
  consumer: TerraformStack;
} {
  const app = testApp();
  const producer = new TerraformStack(app, "dev-shop-network");
  const consumer = new TerraformStack(app, "dev-shop-service");
  locateState(producer, location);
  return { app, producer, consumer };
}

describe("publish", () => {
  it("makes an output with a stable name for each field", () => {
    const { producer } = pair({ kind: "local", path: "state" });
    NETWORK.publish(producer, VALUES);
    expect(templateOf(producer).output).toEqual({
      network_private_subnet_ids: {
        description: "Contract network: read by other stacks",
        value: ["subnet-1", "subnet-2"],
      },
      network_vpc_id: { description: "Contract network: read by other stacks", value: "vpc-1" },
    });
  });
});

describe("readFrom", () => {
  it.each<[StateLocation, string, object]>([
    [{ kind: "local", path: "../p.tfstate" }, "local", { path: "../p.tfstate" }],
    [
      { kind: "s3", bucket: "b", key: "k", region: "eu-west-1" },
      "s3",
      { bucket: "b", key: "k", region: "eu-west-1" },
    ],
    [{ kind: "gcs", bucket: "b", prefix: "p" }, "gcs", { bucket: "b", prefix: "p" }],
    [
      { kind: "cloud", hostname: "app.terraform.io", organization: "acme", workspace: "w" },
      "remote",
      { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "w" } },
    ],
  ])("reads %j", (location, backend, config) => {
    const { producer, consumer } = pair(location);
    NETWORK.publish(producer, VALUES).readFrom(consumer);
    expect(Object.values(templateOf(consumer).data["terraform_remote_state"]!)).toEqual([
      { backend, config },
    ]);
  });

  it("makes one read, however often the contract is read", () => {
    const { producer, consumer } = pair({ kind: "local", path: "p" });
    const published = NETWORK.publish(producer, VALUES);
    published.readFrom(consumer);
    published.readFrom(consumer);
    expect(Object.keys(templateOf(consumer).data["terraform_remote_state"]!)).toEqual([
      "state-of-dev-shop-network",
    ]);
  });

  it("puts the producer before the consumer", () => {
    const { producer, consumer } = pair({ kind: "local", path: "p" });
    NETWORK.publish(producer, VALUES).readFrom(consumer);
    expect(consumer.dependencies).toContain(producer);
  });
});

describe("Contract", () => {
  it.each(["masterPassword", "apiToken", "dbSecret", "privateKey"])(
    "refuses the field %s",
    (field) => {
      expect(() => new Contract("data", { [field]: "text" })).toThrow(
        `contract data: ${field} must not be a secret; hand over the name or ARN of the secret and ` +
          "let the consumer read it from its store",
      );
    },
  );

  it.each(["secretArn", "secretName", "endpoint"])("takes the field %s", (field) => {
    expect(new Contract("data", { [field]: "text" }).outputName(field)).toMatch(/^data_/);
  });
});
