import { partsOfId, type Stack } from "../../stacks/manifest.ts";
import type { StackTemplate } from "../../stacks/template.ts";

const state = (key: string) => ({ backend: { s3: { bucket: "b", key } } });
const ofContract = { description: "Contract network: read by other stacks" };

/** A made-up estate: two apps, one of which comes after the other, and a contract with two fields. */
export const ESTATE = {
  "dev-base-state": { terraform: state("state"), provider: { google: [{}] } },
  "dev-shop-network": {
    terraform: state("network"),
    provider: { aws: [{}] },
    output: {
      network_vpc_id: { ...ofContract, value: "vpc-1" },
      network_subnet_ids: { ...ofContract, value: ["subnet-1"] },
      egress_ips: { description: "For people", value: [] },
    },
  },
  "dev-shop-service": {
    dependencies: ["dev-base-state", "dev-shop-network"],
    terraform: state("service"),
    provider: { aws: [{}], cloudflare: [{}] },
    data: {
      terraform_remote_state: {
        "state-of-network": { backend: "s3", config: { bucket: "b", key: "network" } },
        "state-of-nobody": { backend: "s3", config: { bucket: "b", key: "gone" } },
      },
    },
    resource: {
      aws_lb: {
        main: {
          subnets:
            "${element(data.terraform_remote_state.state-of-network.outputs.network_subnet_ids, 0)}",
          name: "${data.terraform_remote_state.state-of-nobody.outputs.name}",
        },
      },
      aws_lb_target_group: {
        main: { vpc_id: "${data.terraform_remote_state.state-of-network.outputs.network_vpc_id}" },
      },
    },
  },
};

/** Stacks as if synth had written them. */
export function stacksOf(
  estate: Readonly<Record<string, StackTemplate & { readonly dependencies?: readonly string[] }>>,
): Stack[] {
  return Object.entries(estate).map(([id, { dependencies = [], ...template }]) => ({
    id,
    ...partsOfId(id),
    dependencies,
    folder: `/out/stacks/${id}`,
    template,
  }));
}
