import { atLeast, type Finding, matching, must, whole } from "@groundplan/core/problems";
import { retentionProblem } from "../log-retention/index.ts";
import { DEFAULTS } from "./defaults.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import { topologyProblems } from "./topology.ts";

/** Most GiB of the types that lend processor time. OpenSearch Service quotas, "EBS volume size". */
const MOST_GIB: Readonly<Record<string, number>> = {
  "t3.small.search": 100,
  "t3.medium.search": 200,
};

/** Everything that is wrong with a domain's props. */
export function opensearchProblems(props: OpensearchProps): Finding[] {
  const { stage, network } = props;
  const topology = props.topology ?? DEFAULTS.topology[stage];
  const storageGiB = props.storageGiB ?? DEFAULTS.storageGiB[stage];
  const most = MOST_GIB[topology.data.type];
  return [
    matching(
      "name",
      props.name,
      /^[a-z][a-z0-9-]{2,27}$/,
      "be 3 to 28 lower-case letters, digits and hyphens, and begin with a letter",
    ),
    matching(
      "engineVersion",
      props.engineVersion,
      /^OpenSearch_\d+\.\d+$/,
      "be OpenSearch_ and a version, such as OpenSearch_2.19",
    ),
    matching(
      "adminRoleArn",
      props.adminRoleArn,
      /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
      "be the ARN of a role",
    ),
    matching(
      "encryptionKeyArn",
      props.encryptionKeyArn,
      /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
      "be the ARN of a key",
    ),
    ...topologyProblems(topology, network.zones.length),
    atLeast("storageGiB", storageGiB, 10),
    whole("storageGiB", storageGiB),
    must(
      most === undefined || storageGiB <= most,
      "storageGiB",
      `be at most ${most} on ${topology.data.type}`,
      storageGiB,
    ),
    retentionProblem("logRetentionDays", props.logRetentionDays),
  ];
}
