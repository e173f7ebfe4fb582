import { addresses, type Template, templateOf, testApp } from "@groundplan/core/testing/synth";
import { TerraformResource, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../estate.ts";
import { stateOf } from "../state.ts";
import { synthEstate } from "./synth-estate.ts";

const estate = synthEstate();

/** Outputs that cdktf makes for a reference from another stack. */
const ownOutputs = ({ output }: Pick<Template, "output">) =>
  Object.keys(output).filter((name) => name.startsWith("cross-stack-output"));
const ids = [...estate.keys()];

describe("stack ids", () => {
  it("name environment, app and layer", () => {
    for (const [id, { stack }] of estate) {
      expect(id).toBe(`${stack.site.environment}-${stack.app}-${stack.layer}`);
    }
  });
});

describe.each(ids)("the resources of %s", (id) => {
  it("have the addresses that their states know", async () => {
    // A line that goes is a thing that is destroyed, unless a moved block carries it.
    const lines = addresses(estate.get(id)!.template).join("\n");
    await expect(`${lines}\n`).toMatchFileSnapshot(`./addresses/${id}.txt`);
  });
});

it("every stack says which Terraform it needs", () => {
  for (const [, { template }] of estate) {
    expect(template.terraform).toMatchObject({ required_version: ">= 1.11.0" });
  }
});

describe("states", () => {
  it("lie apart from each other", () => {
    const places = [...estate.values()].map(({ stack }) => {
      const values = ENVIRONMENTS.find(({ name }) => name === stack.site.environment)!;
      return JSON.stringify(stateOf(stack, values.state));
    });
    expect(new Set(places).size).toBe(places.length);
  });

  it("name their environment first, in a bucket of its own", () => {
    for (const { stack, template } of estate.values()) {
      const { s3, gcs } = (
        template["terraform"] as { backend: Record<string, Record<string, string>> }
      ).backend;
      const environment = stack.site.environment;
      expect(s3?.["key"] ?? gcs?.["prefix"]).toMatch(new RegExp(`^${environment}/`));
      expect(s3?.["bucket"] ?? gcs?.["bucket"]).toBe(`acme-${environment}-terraform-state`);
    }
  });

  it("are locked by S3 itself and encrypted, for one account", () => {
    const s3 = [...estate.values()].flatMap(
      ({ template }) => (template["terraform"] as { backend: { s3?: object } }).backend.s3 ?? [],
    );
    expect(s3.length).toBeGreaterThan(0);
    for (const backend of s3) {
      expect(backend).toMatchObject({ use_lockfile: true, encrypt: true });
      expect(backend).toHaveProperty("allowed_account_ids");
      expect(
        Object.keys(backend).filter((key) => /token|secret|access_key|dynamodb/.test(key)),
      ).toEqual([]);
    }
  });
});

describe("stacks meet", () => {
  it("only by contracts: what is no contract is for people, and every read is of a stack", () => {
    for (const [id, { template }] of estate) {
      for (const output of Object.values(template.output)) {
        expect(output["description"], id).toMatch(
          /^(Contract [a-z-]+: read by other stacks|For people: .+)$/,
        );
      }
      for (const read of Object.keys(template.data["terraform_remote_state"] ?? {})) {
        expect(ids, id).toContain(read.replace(/^state-of-/, ""));
      }
    }
  });

  it("without cdktf's own cross-stack outputs", () => {
    for (const { template } of estate.values()) expect(ownOutputs(template)).toEqual([]);
  });

  it("and what cdktf does with a reference from one stack to another is seen", () => {
    const app = testApp();
    const producer = new TerraformStack(app, "producer");
    const made = new TerraformResource(producer, "made", { terraformResourceType: "any_thing" });
    const consumer = new TerraformStack(app, "consumer");
    new TerraformResource(consumer, "reads", { terraformResourceType: "any_thing" }).addOverride(
      "of",
      made.getStringAttribute("id"),
    );
    consumer.prepareStack();
    expect(ownOutputs(templateOf(producer))).toEqual(["cross-stack-output-any_thingmadeid"]);
  });

  it("in one order: shared reads nothing from other environments", () => {
    for (const { stack } of estate.values()) {
      const producers = stack.dependencies.map((producer) => producer.node.id);
      const allowed = new RegExp(`^(${stack.site.environment}|shared)-`);
      expect(producers.filter((producer) => !allowed.test(producer))).toEqual([]);
    }
  });
});
