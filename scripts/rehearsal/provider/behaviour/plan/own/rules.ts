import { certificate } from "./acm.ts";
import { autoscalingGroup } from "./autoscaling.ts";
import { launchTemplate, networkInterface } from "./ec2.ts";
import { ecsService } from "./ecs.ts";
import { loadBalancer } from "./elb.ts";
import { certificate as lightsailCertificate } from "./lightsail.ts";
import type { Own } from "./own.ts";
import { lifecycleConfiguration } from "./s3.ts";
import { searchDomain } from "./search.ts";
import { ssmParameter } from "./ssm.ts";

/** The types whose own code is known. */
const RULES: Readonly<Record<string, Own>> = {
  aws_acm_certificate: certificate,
  aws_alb: loadBalancer,
  aws_autoscaling_group: autoscalingGroup,
  aws_ecs_service: ecsService,
  aws_launch_template: launchTemplate,
  aws_lb: loadBalancer,
  aws_lightsail_certificate: lightsailCertificate,
  aws_lightsail_lb_certificate: lightsailCertificate,
  aws_network_interface: networkInterface,
  aws_opensearch_domain: searchDomain,
  aws_s3_bucket_lifecycle_configuration: lifecycleConfiguration,
  aws_ssm_parameter: ssmParameter,
};

/** What is known of a type's own code; nothing for nearly all of them. */
export function ownOf(type: string): Own {
  return RULES[type] ?? {};
}
