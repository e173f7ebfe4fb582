import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate/index.js";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { declareCost } from "@groundplan/core/cost";
import { check } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { asTagValue } from "@groundplan/core/tags";
import { Construct } from "constructs";
import { type Connectable, SecurityGroup } from "../security-group/index.ts";
import { costsOf } from "./cost.ts";
import { DEFAULTS } from "./defaults.ts";
import {
  ExistingLoadBalancer,
  type ExistingLoadBalancerProps,
  type LOAD_BALANCER_SHAPE,
} from "./existing-load-balancer.ts";
import { checkLoadBalancer } from "./load-balancer-checks.ts";
import type { LoadBalancerProps } from "./load-balancer-props.ts";
import { openTo } from "./origin.ts";
import { Route, type RoutedLoadBalancer } from "./route.ts";
import type { RouteProps } from "./route-props.ts";

/** An application load balancer: HTTPS to routes by host and path, and 404 to everything else. */
export class LoadBalancer extends Construct implements RoutedLoadBalancer, Connectable {
  readonly stage: Stage;
  readonly name: string;
  readonly vpcId: string;
  readonly lb: Lb;
  readonly listener: LbListener;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    check(this, checkLoadBalancer(props));
    this.stage = props.stage;
    this.name = props.name;
    this.vpcId = props.network.vpcId;

    this.securityGroup = this.createSecurityGroup(props);
    this.lb = this.createLoadBalancer(props);
    this.listener = this.createListener(props);
    this.addCertificates(props);
    if (props.redirectHttp ?? true) this.createRedirect();
    if (props.webAclArn) this.associate(props.webAclArn);
    declareCost(this, costsOf(props.exposure, props.network.zones.length));
  }

  /** Refers to a load balancer that another stack has made, to add routes to it. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: ExistingLoadBalancerProps,
  ): ExistingLoadBalancer {
    return new ExistingLoadBalancer(scope, id, props);
  }

  get arn(): string {
    return this.lb.arn;
  }

  /** `app/<name>/<id>`: what metrics and scaling name the load balancer by. */
  get arnSuffix(): string {
    return this.lb.arnSuffix;
  }

  /** Name that DNS records point to. */
  get dnsName(): string {
    return this.lb.dnsName;
  }

  /** Hosted zone of `dnsName`, for Route 53 alias records. */
  get zoneId(): string {
    return this.lb.zoneId;
  }

  get listenerArn(): string {
    return this.listener.arn;
  }

  /** What a service in another stack needs to add its routes: publish it as a contract. */
  contractValues(): ContractOf<typeof LOAD_BALANCER_SHAPE> {
    return {
      listenerArn: this.listenerArn,
      securityGroupId: this.securityGroup.id,
      arnSuffix: this.arnSuffix,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
    };
  }

  /**
   * Sends the requests of some hosts and paths to one service.
   *
   * @param key kebab-case name of the route; changing it replaces rule and target group
   */
  route(key: string, props: RouteProps): Route {
    return new Route(this, key, props);
  }

  /** Lets a peer connect on port 443, besides the origin. One rule, below the security group. */
  allowFrom(peer: Connectable): void {
    this.securityGroup.allowFrom(peer, { port: 443, description: "HTTPS from a peer" });
  }

  private createSecurityGroup({ name, network, exposure, redirectHttp }: LoadBalancerProps) {
    const group = new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: name,
      description: `Load balancer ${name}`,
    });
    for (const port of redirectHttp === false ? [443] : [443, 80]) {
      const what = port === 443 ? "HTTPS" : "Redirect to HTTPS";
      if (exposure.from) openTo(group, exposure.from, port, what);
      else {
        const description = `${what} from the network`;
        group.allowFrom({ cidr: network.cidr, name: "network" }, { port, description });
      }
    }
    // One rule for all targets, made once and here: a rule per service would be made twice as soon
    // as two stacks have routes on one port.
    group.allowTo(
      { cidr: network.cidr, name: "network" },
      { port: 1, toPort: 65535, description: "Requests and health checks to targets" },
    );
    return group;
  }

  private createLoadBalancer(props: LoadBalancerProps): Lb {
    const { exposure, stage, network } = props;
    const internal = exposure.scheme === "internal";
    const protect = props.protect ?? DEFAULTS.protect[stage];
    const config: LbConfig = {
      ipAddressType: exposure.addresses ?? "ipv4",
      idleTimeout: props.idleTimeoutSeconds ?? DEFAULTS.idleTimeoutSeconds[stage],
      desyncMitigationMode: props.desyncMitigation ?? DEFAULTS.desyncMitigation[stage],
      enableZonalShift: true,
      ...logsOf(props),
      ...props.overrides?.loadBalancer,
    };
    return new Lb(this, "Default", {
      ...config,
      name: props.name,
      internal,
      loadBalancerType: "application",
      subnets: network.subnetIds(exposure.tier ?? (internal ? "private" : "public")),
      securityGroups: [this.securityGroup.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: protect,
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
  }

  private createListener({ tls, stage, overrides }: LoadBalancerProps): LbListener {
    return new LbListener(this, "https", {
      routingHttpResponseServerEnabled: false,
      mutualAuthentication: tls.clientTrustStoreArn
        ? { mode: "verify", trustStoreArn: tls.clientTrustStoreArn }
        : undefined,
      ...overrides?.listener,
      loadBalancerArn: this.lb.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: tls.policy ?? DEFAULTS.tlsPolicy[stage],
      certificateArn: tls.certificateArn,
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
        },
      ],
    });
  }

  private addCertificates({ tls }: LoadBalancerProps): void {
    for (const [key, certificateArn] of Object.entries(tls.extraCertificateArns ?? {})) {
      new LbListenerCertificate(this, `certificate-${key}`, {
        listenerArn: this.listener.arn,
        certificateArn,
        // The new one stands beside the old one: no moment without a certificate for the name.
        lifecycle: { createBeforeDestroy: true },
      });
    }
  }

  private createRedirect(): void {
    new LbListener(this, "http", {
      loadBalancerArn: this.lb.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        {
          type: "redirect",
          redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
        },
      ],
    });
  }

  private associate(webAclArn: string): void {
    new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: this.lb.arn, webAclArn });
  }
}

function logsOf({ logs, name }: LoadBalancerProps): Partial<LbConfig> {
  if (!logs) return {};
  if ("off" in logs) return { tags: { LogsOff: asTagValue(logs.off.reason) } };
  const kinds = logs.kinds ?? ["access", "connection"];
  const target = { bucket: logs.bucket.bucketName, prefix: name, enabled: true };
  return {
    accessLogs: kinds.includes("access") ? target : undefined,
    connectionLogs: kinds.includes("connection") ? target : undefined,
    healthCheckLogs: kinds.includes("health-check") ? target : undefined,
    dependsOn: logs.bucket.ready.length > 0 ? [...logs.bucket.ready] : undefined,
  };
}
