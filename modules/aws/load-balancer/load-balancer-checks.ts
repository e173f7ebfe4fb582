import { nameProblem } from "@groundplan/core/naming";
import {
  between,
  type Finding,
  known,
  matching,
  must,
  oneOf,
  reasonGiven,
  unique,
} from "@groundplan/core/problems";
import { DEFAULTS } from "./defaults.ts";
import type { LoadBalancerProps, LogKind, Tls, TlsPolicy } from "./load-balancer-props.ts";
import { checkOrigin } from "./origin.ts";

/** Certificates of one load balancer besides the default one. AWS default quota, adjustable. */
const EXTRA_CERTIFICATES = 25;

const TLS_POLICIES: readonly TlsPolicy[] = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
];

const LOG_KINDS: readonly LogKind[] = ["access", "connection", "health-check"];

/** Finds what is wrong with a load balancer's props. */
export function checkLoadBalancer(props: LoadBalancerProps): Finding[] {
  const { network, exposure, redirectHttp, desyncMitigation } = props;
  const ports = redirectHttp === false ? 1 : 2;
  return [
    nameProblem("name", "load-balancer", props.name),
    must(
      network.zones.length >= 2,
      "network.zones",
      "be at least two, so that one may fail",
      network.zones.length,
    ),
    ...(exposure.from ? checkOrigin("exposure.from", exposure.from, ports) : []),
    ...checkTls(props.tls),
    ...checkLogs(props),
    checkWebAcl(props),
    between("idleTimeoutSeconds", props.idleTimeoutSeconds, 1, 4000),
    oneOf("desyncMitigation", desyncMitigation, ["defensive", "strictest"]),
  ];
}

function checkTls({ certificateArn, extraCertificateArns = {}, policy }: Tls): Finding[] {
  const extra = Object.entries(extraCertificateArns);
  return [
    certificate("tls.certificateArn", certificateArn),
    ...extra.flatMap(([key, arn]) => [
      matching("tls.extraCertificateArns", key, /^[a-z][a-z0-9-]*$/, "have keys in kebab case"),
      certificate(`tls.extraCertificateArns.${key}`, arn),
    ]),
    unique("tls.extraCertificateArns", [certificateArn, ...extra.map(([, arn]) => arn)]),
    must(
      extra.length <= EXTRA_CERTIFICATES,
      "tls.extraCertificateArns",
      `be at most ${EXTRA_CERTIFICATES} (AWS quota)`,
      extra.length,
    ),
    oneOf("tls.policy", policy, TLS_POLICIES),
  ];
}

function certificate(prop: string, arn: string): Finding {
  return matching(
    prop,
    arn,
    /^arn:aws[a-z-]*:(acm:[a-z0-9-]+:\d{12}:certificate\/|iam::\d{12}:server-certificate\/)\S+$/,
    "be the ARN of an ACM certificate in the load balancer's region",
  );
}

function checkLogs({ logs, stage }: LoadBalancerProps): Finding[] {
  if (!logs) {
    const missing = DEFAULTS.logsRequired[stage];
    return [must(!missing, "logs", "name a bucket, or say why they are off", undefined)];
  }
  if ("off" in logs) return [reasonGiven("logs.off", logs.off.reason)];
  const kinds = logs.kinds ?? [];
  return [
    must(logs.kinds === undefined || kinds.length > 0, "logs.kinds", "hold at least one kind"),
    unique("logs.kinds", kinds),
    ...kinds.map((kind) => oneOf("logs.kinds", kind, LOG_KINDS)),
  ];
}

function checkWebAcl({ exposure, webAclArn, stage }: LoadBalancerProps): Finding {
  if (webAclArn !== undefined) {
    return (
      known(webAclArn) &&
      must(
        /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/\S+$/.test(webAclArn),
        "webAclArn",
        "be the ARN of a regional WAFv2 web ACL, not of one for CloudFront",
        webAclArn,
      )
    );
  }
  const open = exposure.scheme === "internet-facing" && "everyone" in exposure.from;
  return must(
    !(open && DEFAULTS.webAclRequired[stage]),
    "webAclArn",
    "be given when everyone may connect",
    undefined,
    "or let in only the ranges of the edge that filters before the load balancer",
  );
}
