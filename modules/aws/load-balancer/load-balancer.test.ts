import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { App, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { SecurityGroup } from "../security-group/index.ts";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { LoadBalancerProps } from "./load-balancer-props.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/1";
const OTHER = "arn:aws:acm:eu-west-1:111122223333:certificate/2";

type Given = Omit<LoadBalancerProps, "network">;

const PROPS: Given = {
  stage: "prod",
  name: "acme-prod-edge",
  exposure: {
    scheme: "internet-facing",
    from: {
      ranges: { cloudflare: ["173.245.48.0/20", "2400:cb00::/32"], office: ["203.0.113.0/24"] },
    },
  },
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

const internal = { exposure: { scheme: "internal" } } as const;
const everyone = {
  exposure: {
    scheme: "internet-facing",
    from: { everyone: { reason: "Public API, no edge before it" } },
  },
} as const;

describe("the load balancer", () => {
  it("is written out whole", () => {
    expect(only(make({}), "aws_lb")).toEqual({
      name: "acme-prod-edge",
      internal: false,
      load_balancer_type: "application",
      ip_address_type: "ipv4",
      subnets: ["subnet-public-eu-west-1a", "subnet-public-eu-west-1b"],
      security_groups: [expect.stringContaining("aws_security_group.edge_security-group")],
      idle_timeout: 60,
      desync_mitigation_mode: "defensive",
      drop_invalid_header_fields: true,
      enable_deletion_protection: true,
      enable_zonal_shift: true,
      access_logs: { bucket: "acme-prod-lb-logs", prefix: "acme-prod-edge", enabled: true },
      connection_logs: { bucket: "acme-prod-lb-logs", prefix: "acme-prod-edge", enabled: true },
      lifecycle: { prevent_destroy: true },
    });
  });

  it.each([
    [
      "dev",
      { enable_deletion_protection: false, idle_timeout: 60, desync_mitigation_mode: "defensive" },
    ],
    [
      "prod",
      { enable_deletion_protection: true, idle_timeout: 60, desync_mitigation_mode: "defensive" },
    ],
  ] as const)("has these defaults in %s", (stage, attributes) => {
    expect(only(make({ stage }), "aws_lb")).toMatchObject(attributes);
  });

  it("can be destroyed in dev in one run", () => {
    const lb = only(make({ stage: "dev" }), "aws_lb");
    expect(lb.lifecycle).toBeUndefined();
  });

  it("writes no logs in dev unless told to", () => {
    const lb = only(make({ stage: "dev", logs: undefined }), "aws_lb");
    expect([lb.access_logs, lb.connection_logs, lb.health_check_logs]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("writes health checks to the bucket when asked to", () => {
    const bucket = { bucketName: "acme-prod-lb-logs", ready: [] };
    const lb = only(make({ logs: { bucket, kinds: ["health-check"] } }), "aws_lb");
    expect(lb.health_check_logs).toMatchObject({ bucket: "acme-prod-lb-logs", enabled: true });
    expect(lb.access_logs).toBeUndefined();
  });

  it("shows in a tag why prod has no logs", () => {
    const lb = only(make({ logs: { off: { reason: "Logs are kept at the edge" } } }), "aws_lb");
    expect(lb.tags).toEqual({ LogsOff: "Logs are kept at the edge" });
  });

  it("stands in private subnets when it is internal", () => {
    const template = make(internal);
    expect(only(template, "aws_lb")).toMatchObject({
      internal: true,
      subnets: ["subnet-private-eu-west-1a", "subnet-private-eu-west-1b"],
    });
  });

  it("gives overrides the last word, but not over what must hold", () => {
    const loadBalancer = { xffHeaderProcessingMode: "remove", dropInvalidHeaderFields: false };
    expect(only(make({ overrides: { loadBalancer } }), "aws_lb")).toMatchObject({
      xff_header_processing_mode: "remove",
      drop_invalid_header_fields: true,
    });
  });

  it("keeps its address: another one is another load balancer with another DNS name", () => {
    expect(addresses(make({}))).toContain("aws_lb.edge");
  });
});

describe("the listeners", () => {
  const listener = (template: ReturnType<typeof make>, port: number) =>
    Object.values(resourcesOf(template, "aws_lb_listener")).find((one) => one.port === port)!;

  it("answer 404 to what no route takes, over TLS 1.2 and 1.3", () => {
    expect(listener(make({}), 443)).toMatchObject({
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificate_arn: CERTIFICATE,
      routing_http_response_server_enabled: false,
      default_action: [
        {
          type: "fixed-response",
          fixed_response: {
            content_type: "text/plain",
            message_body: "Not found",
            status_code: "404",
          },
        },
      ],
    });
  });

  it("do nothing on port 80 but redirect", () => {
    expect(listener(make({}), 80).default_action).toEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
    ]);
  });

  it("leave port 80 closed when nothing asks there", () => {
    const template = make({ redirectHttp: false });
    expect(listener(template, 80)).toBeUndefined();
    const ports = Object.values(resourcesOf(template, "aws_vpc_security_group_ingress_rule"));
    expect(new Set(ports.map((rule) => rule.from_port))).toEqual(new Set([443]));
  });

  it("ask clients for a certificate when there is a trust store", () => {
    const clientTrustStoreArn =
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:truststore/cf/1";
    const tls = { certificateArn: CERTIFICATE, clientTrustStoreArn };
    expect(listener(make({ tls }), 443).mutual_authentication).toEqual({
      mode: "verify",
      trust_store_arn: clientTrustStoreArn,
    });
  });

  it("take a changed extra certificate before they drop the old one", () => {
    const tls = { certificateArn: CERTIFICATE, extraCertificateArns: { shop: OTHER } };
    const certificate = only(make({ tls }), "aws_lb_listener_certificate");
    expect(certificate.certificate_arn).toBe(OTHER);
    expect(certificate.lifecycle).toEqual({ create_before_destroy: true });
  });
});

describe("the security group", () => {
  const rules = (props: Partial<Given>) =>
    Object.values(resourcesOf(make(props), "aws_vpc_security_group_ingress_rule"))
      .map((rule) => [
        rule.from_port,
        rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? rule.prefix_list_id,
        rule.description,
      ])
      .sort();

  it("lets in the ranges and nobody else", () => {
    expect(rules({ redirectHttp: false })).toEqual([
      [443, "173.245.48.0/20", "HTTPS from cloudflare"],
      [443, "203.0.113.0/24", "HTTPS from office"],
      [443, "2400:cb00::/32", "HTTPS from cloudflare"],
    ]);
  });

  it("lets in everyone with the reason in the rule, and prod wants a web ACL then", () => {
    const webAclArn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/1";
    const template = make({ ...everyone, webAclArn });
    expect(rules({ ...everyone, webAclArn })).toEqual([
      [443, "0.0.0.0/0", "HTTPS from everyone: Public API, no edge before it"],
      [443, "::/0", "HTTPS from everyone: Public API, no edge before it"],
      [80, "0.0.0.0/0", "Redirect to HTTPS from everyone: Public API, no edge before it"],
      [80, "::/0", "Redirect to HTTPS from everyone: Public API, no edge before it"],
    ]);
    expect(only(template, "aws_wafv2_web_acl_association").web_acl_arn).toBe(webAclArn);
  });

  it("lets in a prefix list", () => {
    const from = { prefixList: { id: "pl-4fa04526", name: "cloudfront", maxEntries: 55 } };
    const props = { exposure: { scheme: "internet-facing", from }, redirectHttp: false } as const;
    expect(rules(props)).toEqual([[443, "pl-4fa04526", "HTTPS from prefix list cloudfront"]]);
  });

  it("lets in the network when it is internal", () => {
    expect(rules({ ...internal, redirectHttp: false })).toEqual([
      [443, "10.20.0.0/16", "HTTPS from the network"],
    ]);
  });

  it("reaches targets by one rule, so that no service adds it a second time", () => {
    expect(only(make({}), "aws_vpc_security_group_egress_rule")).toMatchObject({
      cidr_ipv4: "10.20.0.0/16",
      from_port: 1,
      to_port: 65535,
      ip_protocol: "tcp",
    });
  });

  it("lets in a peer that is named", () => {
    const template = synth((stack) => {
      const network = new FakeNetwork(stack);
      const balancer = new LoadBalancer(stack, "edge", { ...PROPS, ...internal, network });
      const securityGroup = new SecurityGroup(stack, "worker", {
        vpcId: "vpc-1",
        namePrefix: "worker",
        description: "Worker tasks",
      });
      balancer.allowFrom({ securityGroup });
    });
    const peers = Object.values(resourcesOf(template, "aws_vpc_security_group_ingress_rule"))
      .map((rule) => rule.referenced_security_group_id)
      .filter(Boolean);
    expect(peers).toEqual(["${aws_security_group.worker.id}"]);
  });
});

describe("the fixed cost", () => {
  const cost = (props: Partial<Given>) => {
    const stack = new TerraformStack(new App(), "test");
    new LoadBalancer(stack, "edge", { ...PROPS, ...props, network: new FakeNetwork(stack) });
    return fixedCosts(stack).map(({ item, usdPerMonth }) => [item, usdPerMonth]);
  };

  it("has an address per zone when the internet reaches it", () => {
    expect(cost({})).toEqual([
      ["application load balancer", 16.43],
      ["2 public IPv4 addresses", 7.3],
    ]);
  });

  it("has none when it is internal", () => {
    expect(cost(internal)).toEqual([["application load balancer", 16.43]]);
  });
});
