import { type Finding, matching } from "@groundplan/core/problems";
import { KEY_ARN } from "../account/index.ts";
import { retentionProblem } from "../log-retention/index.ts";
import { DEFAULTS } from "./defaults.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import { topologyProblems } from "./topology.ts";
import { volumeProblems } from "./volume.ts";

/** Longest and shortest name: OpenSearch Service API reference, "DomainName". */
const NAME = /^[a-z][a-z0-9-]{2,27}$/;

/** Everything that is wrong with a domain's props. */
export function opensearchProblems(props: OpensearchProps): Finding[] {
  const { stage, network } = props;
  const topology = props.topology ?? DEFAULTS.topology[stage];
  const storageGiB = props.storageGiB ?? DEFAULTS.storageGiB[stage];
  return [
    matching(
      "name",
      props.name,
      NAME,
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
    matching("encryptionKeyArn", props.encryptionKeyArn, KEY_ARN, "be the ARN of a key"),
    ...topologyProblems(topology, network.zones.length),
    ...volumeProblems(topology.data.type, storageGiB),
    retentionProblem("logRetentionDays", props.logRetentionDays),
  ];
}
