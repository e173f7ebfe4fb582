import { AS_IT_IS, type ExportedModule, exported } from "@groundplan/core/exported";
import { networkOfValues } from "../vpc/exported-network.ts";
import { Opensearch } from "./opensearch.ts";

const LETTERS = [..."abcdefghij"];

/** The domain of prod: data over three zones, and three nodes that lead. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "opensearch",
    cloud: "aws",
    summary:
      "An OpenSearch domain that no plan destroys: three data nodes over three zones and three that lead, reached inside the network alone.",
    construct: Opensearch,
    props: { folder: "modules/aws/opensearch", name: "OpensearchProps" },
    objects: { network: networkOfValues({ exactly: 3 }) },
    fixed: { stage: "prod" },
    variables: {
      name: {
        samples: LETTERS.map((letter) => `acme-prod-${letter}`),
        pattern: /^[a-z][a-z0-9-]{2,27}$/,
      },
      "network.vpcId": { name: "vpc_id", samples: ["vpc-0a", "vpc-0b"] },
      "network.subnetIds": {
        name: "subnet_ids",
        samples: ["a", "b"].map((key) => [0, 1, 2].map((zone) => `subnet-${zone}${key}`)),
      },
      engineVersion: {
        samples: ["OpenSearch_2.19", "OpenSearch_2.17"],
        pattern: /^OpenSearch_\d+\.\d+$/,
      },
      adminRoleArn: {
        samples: ["admin", "search"].map((role) => `arn:aws:iam::111122223333:role/${role}`),
        pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      },
      storageGiB: {
        name: "storage_gib",
        default: 100,
        samples: [100, 10, 20, 50, 200, 300, 400, 500],
        reckoned: [AS_IT_IS],
      },
    },
    outputs: ({ endpoint, arn, securityGroup }) => ({
      endpoint: { value: endpoint, description: "Host name of the domain, reached by HTTPS." },
      arn: { value: arn, description: "ARN of the domain, for grants." },
      security_group_id: {
        value: securityGroup.id,
        description:
          "The domain's security group, which lets nobody in: add rules for those who may.",
      },
    }),
  }),
];
