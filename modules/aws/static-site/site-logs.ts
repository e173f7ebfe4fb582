import type { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery/index.js";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination/index.js";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { Bucket } from "../bucket/index.ts";
import type { PolicyStatement } from "../iam/index.ts";
import { EDGE_REGION } from "./defaults.ts";

/** What the logs of a site need. */
export interface SiteLogsProps extends ModuleProps {
  /** Name of the site. */
  readonly name: string;
  /** What is logged. */
  readonly distribution: CloudfrontDistribution;
  /** Days that a log is kept. */
  readonly keepDays: number;
  /** Whether the bucket may go. */
  readonly protect: boolean;
}

/**
 * Access logs of a distribution (standard logging v2), in a bucket of their own below
 * `AWSLogs/<account>/CloudFront/`. The older way needs a bucket with ACLs.
 *
 * @stateful
 */
export class SiteLogs extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: SiteLogsProps) {
    super(scope, id);
    const { name, stage, keepDays, protect } = props;
    this.bucket = new Bucket(this, "bucket", {
      stage,
      name: `${name}-logs`,
      versioned: false,
      ageing: { logs: { deleteAfterDays: keepDays } },
      protect,
      statements: (bucketArn) => [this.delivered(bucketArn, name)],
    });
    const source = new CloudwatchLogDeliverySource(this, "source", {
      region: EDGE_REGION,
      name,
      logType: "ACCESS_LOGS",
      resourceArn: props.distribution.arn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      region: EDGE_REGION,
      name,
      outputFormat: "w3c",
      deliveryDestinationConfiguration: [{ destinationResourceArn: this.bucket.arn }],
      dependsOn: [this.bucket.bucket, ...this.bucket.ready],
    });
    // No path of our own: AWS puts its own before it, and the provider takes that for an error
    // (terraform-provider-aws#40968).
    new CloudwatchLogDelivery(this, "delivery", {
      region: EDGE_REGION,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
    });
  }

  private delivered(bucketArn: string, name: string): PolicyStatement {
    const { partition, accountId } = locationOf(this);
    return {
      sid: "DeliverLogs",
      actions: ["s3:PutObject"],
      principals: { Service: ["delivery.logs.amazonaws.com"] },
      resources: [`${bucketArn}/AWSLogs/${accountId}/CloudFront/*`],
      conditions: {
        StringEquals: {
          "aws:SourceAccount": [accountId],
          "s3:x-amz-acl": ["bucket-owner-full-control"],
        },
        ArnLike: {
          "aws:SourceArn": [
            `arn:${partition}:logs:${EDGE_REGION}:${accountId}:delivery-source:${name}`,
          ],
        },
      },
    };
  }
}
