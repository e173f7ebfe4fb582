import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { EcsCluster } from "./ecs-cluster.ts";

/** The cluster of prod, in which nobody opens a shell. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "ecs-cluster",
    cloud: "aws",
    summary: "A cluster for Fargate tasks, on demand and on Spot, without shell sessions.",
    construct: EcsCluster,
    props: { folder: "modules/aws/ecs-cluster", name: "EcsClusterProps" },
    fixed: { stage: "prod", exec: false, serviceConnect: false },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
        pattern: NAME_RULES["ecs-cluster"].pattern,
      },
      containerInsights: { default: "enhanced", samples: ["disabled", "enabled", "enhanced"] },
    },
    outputs: ({ cluster }) => ({
      name: { value: cluster.name, description: "Name of the cluster." },
      arn: { value: cluster.arn, description: "ARN of the cluster." },
    }),
  }),
];
