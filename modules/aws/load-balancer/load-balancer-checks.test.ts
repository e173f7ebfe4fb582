import { expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { LoadBalancerProps, TlsPolicy } from "./load-balancer-props.ts";
import type { Origin } from "./origin.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/1";

type Given = Omit<LoadBalancerProps, "network">;

const PROPS: Given = {
  stage: "prod",
  name: "acme-prod-edge",
  exposure: { scheme: "internal" },
  tls: { certificateArn: CERTIFICATE },
  logs: { bucket: { bucketName: "acme-prod-lb-logs", ready: [] } },
};

function make(props: Partial<Given>, zones?: string[]) {
  return synth(
    (stack) =>
      new LoadBalancer(stack, "edge", {
        ...PROPS,
        ...props,
        network: new FakeNetwork(stack, zones),
      }),
  );
}

const from = (origin: Origin): Partial<Given> => ({
  exposure: { scheme: "internet-facing", from: origin },
});
const ranges = (...list: string[]) => from({ ranges: { edge: list } });

it.each<[string, Partial<Given>, string]>([
  [
    "a name over 32 characters, with the overrun",
    { name: "acme-prod-music-library-public-edge" },
    'name must have at most 32 characters (load balancer), got "acme-prod-music-library-public-edge"; shorten it by 3',
  ],
  [
    "a name that AWS keeps for itself",
    { name: "internal-edge" },
    'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, and not begin with internal- (load balancer), got "internal-edge"',
  ],
  [
    "prod without logs or a reason",
    { logs: undefined },
    "logs must name a bucket, or say why they are off",
  ],
  [
    "logs that are off for no good reason",
    { logs: { off: { reason: "cost" } } },
    'logs.off.reason must say why in 10 to 200 characters, got "cost"',
  ],
  [
    "everyone in prod without a web ACL",
    from({ everyone: { reason: "Public API for all customers" } }),
    "webAclArn must be given when everyone may connect; or let in only the ranges of the edge that filters before the load balancer",
  ],
  [
    "everyone without a reason",
    {
      ...from({ everyone: { reason: "public" } }),
      webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1",
    },
    'exposure.from.everyone.reason must say why in 10 to 200 characters, got "public"',
  ],
  [
    "a reason that EC2 takes for no description",
    { ...from({ everyone: { reason: "It's public, isn't it" } }), stage: "dev" },
    "exposure.from.everyone.reason must be letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = ; { } ! $ *, got \"It's public, isn't it\"",
  ],
  [
    "a web ACL for CloudFront",
    { webAclArn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/1" },
    'webAclArn must be the ARN of a regional WAFv2 web ACL, not of one for CloudFront, got "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/1"',
  ],
  [
    "the internet in two halves",
    ranges("0.0.0.0/1", "128.0.0.0/1"),
    'exposure.from.ranges.edge must have a prefix of at least /8, got "0.0.0.0/1"; to open the load balancer to the internet, say everyone and the reason\n' +
      'test/edge: exposure.from.ranges.edge must have a prefix of at least /8, got "128.0.0.0/1"; to open the load balancer to the internet, say everyone and the reason',
  ],
  [
    "a range whose address is not its first",
    ranges("173.245.48.1/20"),
    'exposure.from.ranges.edge must be a range such as 173.245.48.0/20 or 2400:cb00::/32, got "173.245.48.1/20"',
  ],
  [
    "an IPv6 address without its prefix",
    ranges("2400:cb00::"),
    'exposure.from.ranges.edge must be a range such as 173.245.48.0/20 or 2400:cb00::/32, got "2400:cb00::"',
  ],
  [
    "a range twice",
    from({ ranges: { edge: ["203.0.113.0/24"], office: ["203.0.113.0/24"] } }),
    'exposure.from.ranges must not repeat a value, got "203.0.113.0/24"',
  ],
  ["no range", ranges(), "exposure.from.ranges must hold at least one range"],
  [
    "a prefix list that fills the group on two ports",
    from({ prefixList: { id: "pl-1", name: "cloudfront", maxEntries: 55 } }),
    "exposure.from.prefixList.maxEntries must need at most 60 rules per address family on 2 ports (AWS quota), got 110; switch redirectHttp off, or use fewer",
  ],
  [
    "TLS before 1.2",
    { tls: { certificateArn: CERTIFICATE, policy: "ELBSecurityPolicy-2016-08" as TlsPolicy } },
    'tls.policy must be one of ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, ELBSecurityPolicy-TLS13-1-3-PQ-2025-09, ELBSecurityPolicy-TLS13-1-3-2021-06, got "ELBSecurityPolicy-2016-08"',
  ],
  [
    "something else than a certificate",
    { tls: { certificateArn: "arn:aws:s3:::bucket" } },
    'tls.certificateArn must be the ARN of an ACM certificate in the load balancer\'s region, got "arn:aws:s3:::bucket"',
  ],
  [
    "a certificate twice",
    { tls: { certificateArn: CERTIFICATE, extraCertificateArns: { again: CERTIFICATE } } },
    `tls.extraCertificateArns must not repeat a value, got "${CERTIFICATE}"`,
  ],
  [
    "an idle timeout that AWS does not offer",
    { idleTimeoutSeconds: 0 },
    "idleTimeoutSeconds must be 1 to 4000, got 0",
  ],
  [
    "desync mode monitor, which lets everything through",
    { desyncMitigation: "monitor" as "strictest" },
    'desyncMitigation must be one of defensive, strictest, got "monitor"',
  ],
])("refuses %s", (_title, props, message) => {
  expect(() => make(props)).toThrow(`test/edge: ${message}`);
});

it("refuses a network with one zone", () => {
  expect(() => make({}, ["eu-west-1a"])).toThrow(
    "test/edge: network.zones must be at least two, so that one may fail, got 1",
  );
});

it("lets everyone in without a web ACL in dev", () => {
  const everyone = from({ everyone: { reason: "Public API for all customers" } });
  expect(() => make({ ...everyone, stage: "dev" })).not.toThrow();
});
