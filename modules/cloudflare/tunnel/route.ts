import type { ZeroTrustTunnelCloudflaredConfigConfigIngress } from "@cdktf/provider-cloudflare/lib/zero-trust-tunnel-cloudflared-config/index.js";
import type { Reason } from "@groundplan/core/stage";
import type { CnameRecord } from "../records/record.ts";

/** What `cloudflared` checks of a request before it lets it through: made by `Access`. */
export interface AccessGate {
  /** Name of the Zero Trust organisation: `acme` of `acme.cloudflareaccess.com`. */
  readonly teamName: string;
  /** Which application the visitor's token must be for. */
  readonly audience: string;
}

/** Where requests for a name go. */
export interface TunnelRoute {
  /** Name in the zone, without wildcards. */
  readonly hostname: string;

  /** Regular expression that the path must match: `^/admin`. @default every path of the name */
  readonly path?: string;

  /**
   * What answers, as the host that runs `cloudflared` reaches it: `http://127.0.0.1:8000`,
   * `https://...`, `unix:/run/app.sock`, `tcp://`, `ssh://`, `rdp://`, or `http_status:404`.
   */
  readonly service: string;

  /** Seconds until a connection to the service is given up, 1 to 300. @default cloudflared's: 30 */
  readonly connectTimeoutSeconds?: number;

  /** `Host` that the service sees. @default the name that was asked for */
  readonly hostHeader?: string;

  /** Name that the service's certificate must be for. @default the host in `service` */
  readonly serverName?: string;

  /** Takes any certificate of an `https` service: say why. @default refused */
  readonly unverifiedCertificate?: Reason;

  /**
   * Lets only those through whom an Access application has let in, checked again on the host: nobody
   * gets past it by another way to the tunnel.
   *
   * @default whoever comes through Cloudflare
   */
  readonly access?: AccessGate;
}

/** What becomes of requests that no route is for. */
export const UNMATCHED = "http_status:404";

/** The rules of a tunnel: as listed, and the one that Cloudflare wants last. */
export function ingressOf(
  routes: readonly TunnelRoute[],
): ZeroTrustTunnelCloudflaredConfigConfigIngress[] {
  return [...routes.map(ruleOf), { service: UNMATCHED }];
}

function ruleOf(route: TunnelRoute): ZeroTrustTunnelCloudflaredConfigConfigIngress {
  const { hostname, path, service } = route;
  const originRequest = originRequestOf(route);
  return {
    hostname,
    ...(path !== undefined && { path }),
    service,
    // An empty object is not what the API answers: it would be planned again.
    ...(Object.keys(originRequest).length > 0 && { originRequest }),
  };
}

function originRequestOf(route: TunnelRoute) {
  const { connectTimeoutSeconds, hostHeader, serverName, unverifiedCertificate, access } = route;
  return {
    ...(connectTimeoutSeconds !== undefined && { connectTimeout: connectTimeoutSeconds }),
    ...(hostHeader !== undefined && { httpHostHeader: hostHeader }),
    ...(serverName !== undefined && { originServerName: serverName }),
    ...(unverifiedCertificate && { noTlsVerify: true }),
    ...(access && {
      access: { required: true, teamName: access.teamName, audTag: [access.audience] },
    }),
  };
}

/**
 * The records that lead names into a tunnel: for `Records`, in the tunnel's stack or in another one.
 *
 * @param target `Tunnel.target`, or what a contract says
 */
export function tunnelRecords(hostnames: readonly string[], target: string): CnameRecord[] {
  return [...new Set(hostnames)].map((name) => ({ type: "CNAME", name, target, proxied: true }));
}
