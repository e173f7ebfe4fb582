import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { between, check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { LoadBalancer } from "../load-balancer/index.ts";
import type { Connectable } from "../security-group/index.ts";

/** Port of the test listener when nobody says another. */
const PORT = 8443;

export interface TestListenerProps {
  /** Load balancer that releases go through. It has one test listener for all its routes. */
  readonly loadBalancer: LoadBalancer;

  /** ARN of the certificate, for the same names as the load balancer's own. */
  readonly certificateArn: string;

  /** Who may try a release: the runner of a pipeline, a host in the network. Never everyone. */
  readonly from: Readonly<Record<string, Connectable | { readonly cidr: string }>>;

  /** @default 8443. A change replaces the listener */
  readonly port?: number;
}

/** Where releases are tried before they get requests: HTTPS on a port of its own, 404 to the rest. */
export class TestListener extends Construct {
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: TestListenerProps) {
    super(scope, id);
    const { loadBalancer, port = PORT } = props;
    check(this, [
      between("port", port, 1, 65535),
      must(port !== 443 && port !== 80, "port", "not be one of the load balancer's own", port),
      must(Object.keys(props.from).length > 0, "from", "name at least one peer"),
      ...Object.entries(props.from).map(([name, peer]) =>
        must(
          !("cidr" in peer) || !peer.cidr.endsWith("/0"),
          `from.${name}`,
          "not be the whole internet",
          "cidr" in peer ? peer.cidr : undefined,
          "what is on trial is for those who try it",
        ),
      ),
    ]);
    for (const [name, peer] of Object.entries(props.from)) {
      const whom = "cidr" in peer ? { cidr: peer.cidr, name } : peer;
      loadBalancer.securityGroup.allowFrom(whom, {
        port,
        description: `Trial of a release: ${name}`,
      });
    }
    this.listener = new LbListener(this, "Default", {
      routingHttpResponseServerEnabled: false,
      loadBalancerArn: loadBalancer.arn,
      port,
      protocol: "HTTPS",
      sslPolicy: loadBalancer.listener.sslPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
        },
      ],
    });
  }

  /** For `BlueGreenProps.test`. */
  get listenerArn(): string {
    return this.listener.arn;
  }
}
