import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic/index.js";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js";
import { between, type Finding, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";

/** When a new value is due. Google tells; who changes the value listens to the topic. */
export interface Rotation {
  /** Days between two values, 1 to 1000. In place. */
  readonly everyDays: number;
  /** First time, in UTC and in the future when it is applied: `2027-02-01T06:00:00Z`. Then Google counts. */
  readonly first: string;
  /** Number of the project, which names Google's own account that tells. */
  readonly projectNumber: string;
}

/** What the topic is made from. */
export interface RotationTopicProps extends Rotation {
  /** Name of the secret, beginning of the topic's. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
}

/** The topic, and the right of Google's own account to publish to it: without it the secret is refused. */
export class RotationTopic extends Construct {
  readonly topic: PubsubTopic;
  readonly grant: PubsubTopicIamMember;

  constructor(scope: Construct, id: string, props: RotationTopicProps) {
    super(scope, id);
    const { name, project, projectNumber } = props;
    this.topic = new PubsubTopic(this, "Default", { name: `${name}-rotation`, project });
    this.grant = new PubsubTopicIamMember(this, "tells", {
      topic: this.topic.id,
      role: "roles/pubsub.publisher",
      member: `serviceAccount:service-${projectNumber}@gcp-sa-secretmanager.iam.gserviceaccount.com`,
    });
  }
}

/** What is wrong with the rotation. */
export function rotationProblems({ everyDays, first, projectNumber }: Rotation): Finding[] {
  return [
    between("rotation.everyDays", everyDays, 1, 1000),
    matching(
      "rotation.first",
      first,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      "be a time in UTC such as 2027-02-01T06:00:00Z",
    ),
    matching("rotation.projectNumber", projectNumber, /^\d{6,19}$/, "be the project's number"),
  ];
}
