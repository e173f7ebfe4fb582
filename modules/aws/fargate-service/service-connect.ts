import type { EcsServiceServiceConnectConfiguration } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import type { Cluster } from "../ecs-cluster/index.ts";
import { type LogTarget, toCloudwatch } from "./logs.ts";

/** How a service takes part in Service Connect: it calls others by name, and may be called itself. */
export interface ServiceConnect {
  /** Name by which others call it; they use `http://<name>:<port>`. @default it only calls */
  readonly serveAs?: string;
  /**
   * What it speaks to callers; with it ECS measures and retries requests, not connections.
   *
   * @default TCP of whatever kind
   */
  readonly protocol?: "http" | "http2" | "grpc";
  /** Seconds without traffic after which a connection is closed; 0 for never. @default 300 */
  readonly idleTimeoutSeconds?: number;
}

/** Name of the port that the application listens on, in its task definition. */
const PORT_NAME = "app";

/** The port that the application listens on, as its task definition says it. */
export function portOf(
  number: number,
  { serviceConnect }: { readonly serviceConnect?: ServiceConnect },
): { readonly number: number; readonly name: string; readonly protocol?: string } {
  return { number, name: PORT_NAME, protocol: serviceConnect?.protocol };
}

/** The provider's words for it. */
export function serviceConnectOf(
  connect: ServiceConnect,
  namespace: string,
  port: number | undefined,
  log: LogTarget,
): EcsServiceServiceConnectConfiguration {
  const { serveAs, idleTimeoutSeconds } = connect;
  return {
    enabled: true,
    namespace,
    logConfiguration: toCloudwatch({}, log),
    service: serveAs
      ? [
          {
            portName: PORT_NAME,
            discoveryName: serveAs,
            clientAlias: { dnsName: serveAs, port: port! },
            timeout: idleTimeoutSeconds === undefined ? undefined : { idleTimeoutSeconds },
          },
        ]
      : undefined,
  };
}

/** Checks that there is a namespace, and a port where others call. */
export function serviceConnectProblems(
  connect: ServiceConnect | undefined,
  cluster: Cluster,
  port: number | undefined,
): Finding[] {
  if (!connect) return [];
  const { serveAs, protocol, idleTimeoutSeconds } = connect;
  return [
    must(
      cluster.namespaceArn !== undefined,
      "serviceConnect",
      "not be set in a cluster without a namespace",
      undefined,
      "set serviceConnect on the cluster",
    ),
    must(
      serveAs === undefined || port !== undefined,
      "serviceConnect.serveAs",
      "not be set without a port",
      serveAs,
    ),
    matching("serviceConnect.serveAs", serveAs, /^[a-z][a-z0-9-]{0,62}$/, "be one DNS label"),
    must(
      protocol === undefined || serveAs !== undefined,
      "serviceConnect.protocol",
      "not be set without serveAs",
      protocol,
    ),
    between("serviceConnect.idleTimeoutSeconds", idleTimeoutSeconds, 0, 2147483647),
  ];
}
