import type { RuleTable } from "../rule.ts";
import { global, regional } from "./arn.ts";

/** Route53's answer for alias records that point at CloudFront; one for all distributions. */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** A firewall for CloudFront lives in one region under a name of its own. */
function firewall(kind: string) {
  return (self: { text(name: string): string; expand(template: string): string }) =>
    self.text("scope") === "CLOUDFRONT"
      ? self.expand(`arn:{partition}:wafv2:us-east-1:{account}:global/${kind}/{name}/{id}`)
      : self.expand(regional("wafv2", `regional/${kind}/{name}/{id}`));
}

/** Computed values of names, edges, logs, alarms and events. */
export const EDGE: RuleTable = {
  aws_route53_zone: {
    id: "{zone_id}",
    // A public zone is found by its name, so its id follows from the name alone.
    zone_id: (self) => {
      const vpcs = self.value("vpc");
      const isPrivate = Array.isArray(vpcs) && vpcs.length > 0;
      return self.expand(isPrivate ? "Z{upper:20}" : "Z{upper:20:name}");
    },
    arn: "arn:{partition}:route53:::hostedzone/{zone_id}",
    name_servers: (self) =>
      [
        "ns-1.awsdns-00.com",
        "ns-2.awsdns-01.net",
        "ns-3.awsdns-02.org",
        "ns-4.awsdns-03.co.uk",
      ].map((name) => self.expand(name)),
    primary_name_server: "ns-1.awsdns-00.com",
  },
  aws_route53_record: {
    id: (self) => {
      const set = self.text("set_identifier");
      return self.expand(`{zone_id}_{name}_{type}${set === "" ? "" : `_${set}`}`);
    },
    fqdn: (self) => self.text("name").replace(/\.$/, ""),
    allow_overwrite: false,
  },
  aws_cloudfront_distribution: {
    id: "E{upper:13}",
    arn: global("cloudfront", "distribution/{id}"),
    domain_name: "d{alnum:13}.cloudfront.net",
    hosted_zone_id: CLOUDFRONT_ZONE,
    etag: "E{upper:13}",
    status: "Deployed",
    caller_reference: "terraform-{digits:26}",
  },
  aws_cloudfront_cache_policy: {
    id: "{uuid}",
    arn: global("cloudfront", "cache-policy/{id}"),
    etag: "E{upper:13}",
  },
  aws_cloudfront_response_headers_policy: {
    id: "{uuid}",
    arn: global("cloudfront", "response-headers-policy/{id}"),
    etag: "E{upper:13}",
  },
  aws_cloudfront_origin_access_control: {
    id: "E{upper:13}",
    arn: global("cloudfront", "origin-access-control/{id}"),
    etag: "E{upper:13}",
  },
  aws_wafv2_web_acl: { id: "{uuid}", arn: firewall("webacl"), lock_token: "{uuid:id}" },
  aws_wafv2_ip_set: { id: "{uuid}", arn: firewall("ipset"), lock_token: "{uuid:id}" },
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_cloudwatch_log_group: {
    id: "{name}",
    arn: regional("logs", "log-group:{name}"),
    log_group_class: "STANDARD",
  },
  aws_cloudwatch_log_metric_filter: { id: "{name}" },
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    arn: regional("cloudwatch", "alarm:{alarm_name}"),
    evaluate_low_sample_count_percentiles: "",
  },
  aws_cloudwatch_dashboard: {
    id: "{dashboard_name}",
    dashboard_arn: global("cloudwatch", "dashboard/{dashboard_name}"),
  },
  aws_cloudwatch_event_rule: {
    id: "{name}",
    arn: (self) => {
      const bus = self.text("event_bus_name");
      const path = bus === "" || bus === "default" ? "" : `${bus}/`;
      return self.expand(regional("events", `rule/${path}{name}`));
    },
  },
  aws_cloudwatch_event_target: { id: "{rule}-{target_id}", target_id: "terraform-{digits:26}" },
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    arn: regional("scheduler", "schedule/{group_name}/{name}"),
    group_name: "default",
  },
  aws_sfn_state_machine: { id: "{arn}", arn: regional("states", "stateMachine:{name}") },
  aws_cloudtrail: {
    id: "{arn}",
    arn: regional("cloudtrail", "trail/{name}"),
    home_region: "{region}",
  },
  aws_service_discovery_private_dns_namespace: {
    id: "ns-{alnum:16}",
    arn: regional("servicediscovery", "namespace/{id}"),
    hosted_zone: "Z{upper:20}",
  },
  aws_service_discovery_http_namespace: {
    id: "ns-{alnum:16}",
    arn: regional("servicediscovery", "namespace/{id}"),
    http_name: "{name}",
  },
  aws_service_discovery_service: {
    id: "srv-{alnum:16}",
    arn: regional("servicediscovery", "service/{id}"),
    type: "DNS",
  },
  aws_sesv2_email_identity: {
    id: "{email_identity}",
    arn: regional("ses", "identity/{email_identity}"),
    identity_type: "DOMAIN",
    verification_status: "PENDING",
  },
};
