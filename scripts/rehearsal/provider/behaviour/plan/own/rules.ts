import { certificate } from "./acm.ts";
import { autoscalingGroup } from "./autoscaling.ts";
import { instance, launchTemplate, networkInterface } from "./ec2.ts";
import { creationTemplate } from "./ecr.ts";
import { ecsService } from "./ecs.ts";
import { loadBalancer, targetGroup } from "./elb.ts";
import { certificate as lightsailCertificate } from "./lightsail.ts";
import { logGroup } from "./logs.ts";
import { natGateway } from "./nat.ts";
import type { Own } from "./own.ts";
import { cluster } from "./rds.ts";
import { lifecycleConfiguration, object } from "./s3.ts";
import { searchDomain } from "./search.ts";
import { topicSubscription } from "./sns.ts";
import { queue } from "./sqs.ts";
import { ssmParameter } from "./ssm.ts";

/** The types whose own code is known. */
const RULES: Readonly<Record<string, Own>> = {
  aws_acm_certificate: certificate,
  aws_alb: loadBalancer,
  aws_alb_target_group: targetGroup,
  aws_autoscaling_group: autoscalingGroup,
  aws_cloudwatch_log_group: logGroup,
  aws_ecr_repository_creation_template: creationTemplate,
  aws_ecs_service: ecsService,
  aws_instance: instance,
  aws_launch_template: launchTemplate,
  aws_lb: loadBalancer,
  aws_lb_target_group: targetGroup,
  aws_lightsail_certificate: lightsailCertificate,
  aws_lightsail_lb_certificate: lightsailCertificate,
  aws_nat_gateway: natGateway,
  aws_network_interface: networkInterface,
  aws_opensearch_domain: searchDomain,
  aws_rds_cluster: cluster,
  aws_s3_bucket_lifecycle_configuration: lifecycleConfiguration,
  aws_s3_object: object,
  aws_sns_topic_subscription: topicSubscription,
  aws_sqs_queue: queue,
  aws_ssm_parameter: ssmParameter,
};

/** What is known of a type's own code; nothing for nearly all of them. */
export function ownOf(type: string): Own {
  return RULES[type] ?? {};
}
