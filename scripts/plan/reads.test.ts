import { describe, expect, it } from "vitest";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { partsOfId, type Stack } from "../stacks/manifest.ts";
import type { StackTemplate } from "../stacks/template.ts";
import { shapeOf } from "./affected.ts";
import { missingProducer, onlyOutputs, readsOf, staleReads } from "./reads.ts";
import { touchedBy } from "./touched.ts";

const stack = (id: string, template: StackTemplate): Stack => ({
  id,
  ...partsOfId(id),
  dependencies: [],
  folder: "/nowhere",
  template,
});
const s3 = (key: string) => ({ backend: { s3: { bucket: "state", key } } });
const of = (key: string) => ({ backend: "s3", config: { bucket: "state", key } });

const NETWORK = stack("dev-shop-network", { terraform: s3("network") });
const SERVICE = stack("dev-shop-service", {
  terraform: s3("service"),
  data: { terraform_remote_state: { network: of("network"), stranger: of("elsewhere") } },
  resource: {
    aws_security_group: {
      api: { vpc_id: "${data.terraform_remote_state.network.outputs.network_vpc_id}" },
    },
    aws_ecs_service: {
      api: {
        subnets: '${data.terraform_remote_state.network.outputs["network_subnet_ids"]}',
        groups: "${[aws_security_group.api.id]}",
      },
    },
    aws_ecr_repository: { api: { name: "api" } },
  },
});
const READS = readsOf(SERVICE, [NETWORK, SERVICE]);
const changing = (...names: readonly string[]): PlanJson => ({
  format_version: "1.2",
  output_changes: Object.fromEntries(names.map((name) => [name, { actions: ["update"] }])),
});

describe("what a stack reads of others", () => {
  it("is each output that it names, however it is written, of stacks of the estate", () => {
    expect(READS).toEqual([
      {
        producer: "dev-shop-network",
        address: "data.terraform_remote_state.network",
        outputs: ["network_subnet_ids", "network_vpc_id"],
      },
    ]);
  });

  it("is stale where its producer's plan moves an output that is read, and only then", () => {
    const staleOn = (plan: PlanJson) => staleReads(READS, () => plan);
    expect(staleOn(changing("network_vpc_id", "network_name"))).toEqual([
      { producer: "dev-shop-network", outputs: ["network_vpc_id"] },
    ]);
    expect(staleOn(changing("network_name"))).toEqual([]);
  });

  it("is missing where the producer's state has not got an output that is read", () => {
    const standing = (...names: readonly string[]): PlanJson => ({
      format_version: "1.2",
      prior_state: { values: { outputs: Object.fromEntries(names.map((name) => [name, {}])) } },
    });
    const missing = (plan: PlanJson | undefined) => missingProducer(READS, () => plan);
    expect(missing(standing("network_vpc_id"))).toBe("dev-shop-network");
    expect(missing(standing("network_vpc_id", "network_subnet_ids"))).toBeUndefined();
    expect(missing(undefined)).toBeUndefined();
  });

  it("is all that is kept of a plan until those who read it are planned", () => {
    const outputs = { prior_state: { values: { outputs: { network_vpc_id: {} } } } };
    const small = { ...changing("network_vpc_id"), ...outputs };
    const { values } = small.prior_state;
    const prior_state = { values: { ...values, root_module: { resources: [] } } };
    expect(onlyOutputs({ ...small, prior_state, resource_changes: [] })).toEqual(small);
    expect(onlyOutputs({ format_version: "1.2" })).toEqual({ format_version: "1.2" });
  });
});

describe("what a change leads to in a stack", () => {
  const folders = { output: "/nowhere", checkout: "/nowhere" };
  const shape = (template: StackTemplate) => shapeOf(stack("dev-shop-service", template), folders);
  const base = shape(SERVICE.template);
  const edited = (type: string, body: object) =>
    shape({
      ...SERVICE.template,
      resource: { ...SERVICE.template.resource, [type]: { api: { ...body } } },
    });

  it("is what was edited, and what refers to it", () => {
    expect(touchedBy(base, edited("aws_security_group", { name: "api" }))).toEqual([
      "aws_security_group.api",
      "aws_ecs_service.api",
    ]);
    expect(touchedBy(base, edited("aws_ecr_repository", { name: "web" }))).toEqual([
      "aws_ecr_repository.api",
    ]);
  });

  it("is what reads outputs that move", () => {
    expect(touchedBy(base, base, ["data.terraform_remote_state.network"])).toEqual([
      "data.terraform_remote_state.network",
      "aws_ecs_service.api",
      "aws_security_group.api",
    ]);
  });

  it("is everything where the program or a provider is another one", () => {
    const provider = { aws: [{ region: "eu-west-1" }] };
    const all = touchedBy(base, shape({ ...SERVICE.template, provider }));
    expect(all).toContain("aws_ecr_repository.api");
    expect(all).toHaveLength(5);
  });

  it("is nothing where only the place of the state differs", () => {
    expect(touchedBy(base, shape({ ...SERVICE.template, terraform: s3("moved") }))).toEqual([]);
  });
});
