/** A deliberate difference between dev and prod. */
interface Difference {
  /** Lines `<app>-<layer> <address>` that stand in one environment only. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Every deliberate difference in shape. A line that matches nothing any more fails its test. */
export const DIFFERENCES: readonly Difference[] = [
  {
    pattern: /^foundation-ci \S+\.google-apply_environment-(dev|prod)_/,
    reason: "each is applied by the jobs of its own GitHub environment",
  },
  {
    pattern: /^foundation-state aws_kms_(key|alias)\./,
    reason: "prod encrypts its states with a key of its own; dev with S3's",
  },
  {
    pattern: /^foundation-state aws_s3_bucket\S*\.state_log(ging)?_/,
    reason: "prod writes down who reads and writes its states",
  },
  {
    pattern: /^music-library-network \S+_(routes|association|out)?-?eu-west-1c_/,
    reason: "prod spans a third zone, so that one may fail while another is worked on",
  },
  {
    pattern: /^music-library-network aws_subnet\.\S+_eu-west-1c_/,
    reason: "the subnets of that third zone",
  },
  {
    pattern: /^music-library-network \S+egress_nat-instance/,
    reason: "dev leaves by one NAT instance: 7 dollars a month instead of 37 a zone",
  },
  {
    pattern: /^music-library-network aws_eip\.\S+_instance-eu-west-1a_/,
    reason: "the address of that instance",
  },
  {
    pattern: /^music-library-network (aws_nat_gateway|aws_eip)\.\S+_nat-eu-west-1[abc]_/,
    reason: "prod has a NAT gateway and an address in each zone",
  },
  {
    pattern: /^music-library-network \S+_flow-logs_/,
    reason: "dev keeps no flow logs: they cost as much as the way out, and nobody looks",
  },
  {
    pattern: /^music-library-network \S+_endpoints_/,
    reason: "prod reaches AWS services inside the network; dev takes the way out",
  },
  {
    pattern: /^music-library-zone cloudflare_dns_record\.records_(mx|txt|caa)-/,
    reason: "prod has mail, dev says that it has none; dev leaves certificates open to any issuer",
  },
  {
    pattern: /^music-library-zone cloudflare_zone_dnssec\./,
    reason: "dev is not signed: its zone comes and goes, and a DS record at the registrar does not",
  },
  {
    pattern: /^music-library-service \S+(release_|_alternate_)/,
    reason: "prod moves requests to new tasks when they are well; dev replaces tasks one by one",
  },
  {
    pattern: /^music-library-service \S+\.(cluster_exec_|app_task-role_exec_)/,
    reason: "shell sessions are for dev; prod opens them for an incident",
  },
  {
    pattern: /^music-library-service \S+\.catch-up_failures_/,
    reason: "prod keeps what failed by the clock for who mends it; in dev people see it themselves",
  },
  {
    pattern: /^music-library-service \S+\.(web|worker)-scaling_office-/,
    reason: "dev sleeps at night",
  },
  {
    pattern:
      /^music-library-service (aws_lb_listener\.trial$|\S+_route-api_test_|\S+-tcp-8443_|\S+\.smoke-test[_-]|\S+\.smoke-test$)/,
    reason: "prod tries new tasks on a listener of their own, before requests go to them",
  },
  {
    pattern: /^music-library-release \S+\.(images_sharing|copied-from)_/,
    reason: "prod copies images that dev has run; nobody copies from prod",
  },
  {
    pattern: /^music-library-search aws_cloudwatch_log_group\.search_logs_audit_/,
    reason: "dev keeps no audit log: its data are made up",
  },
  {
    pattern: /^music-library-alerts \S+\.notifications_(channel|chat)[-_]/,
    reason: "prod calls who is on call, and a channel; dev writes a mail",
  },
  {
    pattern:
      /^music-library-alerts \S+\.watch_\S+-(cpu|memory|connections|latency|unhealthy|alternate|storage|yellow|rejected|dead|failed|silent|renewal)_/,
    reason: "warnings are for what has users: dev has critical alarms alone",
  },
  {
    pattern: /^music-library-alerts \S+\.watch_(web|worker)-tasks_/,
    reason: "dev has no task at night, which is no alarm",
  },
  {
    pattern: /^music-library-alerts \S+\.watch_search-masters_/,
    reason: "the one search node of dev leads itself",
  },
  {
    pattern: /^music-library-edge cloudflare_ruleset\.rules_waf-managed_/,
    reason: "managed rules need the pro plan; dev is on the free one",
  },
  {
    pattern: /^music-graph-host \S+\.machine_data_(takes-)?snapshots_/,
    reason: "dev has nothing on its disk that a snapshot must keep",
  },
  {
    pattern: /^music-graph-host \S+\.machine_hours_/,
    reason: "dev sleeps at night and at weekends",
  },
  {
    pattern: /^music-graph-drill \S+\.machine_hours_starts-and-stops_/,
    reason: "in dev Google's account has that right by the host, which sleeps as well",
  },
  {
    pattern: /^music-graph-host \S+\.machine_(deploy|act-as)-releases-dev_/,
    reason: "a pipeline releases in dev; in prod a release is a reviewed change",
  },
  {
    pattern: /^music-graph-host \S+\.machine_(deploy|act-as)-ci_/,
    reason: "a release in prod is a merged change, which CI applies",
  },
  {
    pattern: /^music-graph-host google_monitoring_\S+\.(machine_watch|on-call)/,
    reason: "nobody is woken for dev, which sleeps",
  },
  {
    pattern: /^music-graph-zone google_dns_record_set\.parent_ns-graph(-dev)?_/,
    reason: "each writes a name of its own into the parent zone",
  },
];
