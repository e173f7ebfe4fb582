import type { LbConfig } from "@cdktf/provider-aws/lib/lb/index.js";
import type { LbListenerConfig } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { Network } from "../vpc/network.ts";
import type { LogBucket } from "./access-log-bucket.ts";
import type { Origin } from "./origin.ts";

/** Security policies that we offer: TLS 1.2 and 1.3 with forward secrecy, or 1.3 alone. */
export type TlsPolicy =
  | "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
  | "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  | "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09"
  | "ELBSecurityPolicy-TLS13-1-3-2021-06";

/** Kinds of logs that a load balancer writes to a bucket. */
export type LogKind = "access" | "connection" | "health-check";

/** Where a load balancer stands and who reaches it. */
export type Exposure =
  | {
      readonly scheme: "internet-facing";
      /** Who may connect. */
      readonly from: Origin;
      /**
       * Addresses. With `dualstack-without-public-ipv4` clients need IPv6. A change is made in
       * place; the subnets must have IPv6 ranges first.
       *
       * @default "ipv4"
       */
      readonly addresses?: "ipv4" | "dualstack" | "dualstack-without-public-ipv4";
      /** Tier of subnets, one per zone. @default "public" */
      readonly tier?: string;
    }
  | {
      readonly scheme: "internal";
      /**
       * Who may connect, besides those that `allowFrom` names.
       *
       * @default the network's IPv4 range
       */
      readonly from?: Origin;
      readonly addresses?: "ipv4" | "dualstack";
      /** Tier of subnets, one per zone. @default "private" */
      readonly tier?: string;
    };

/** What clients see of TLS. */
export interface Tls {
  /** Certificate for clients without server name, and for the names in it. Changed in place. */
  readonly certificateArn: string;

  /**
   * More certificates by a key of the author's, at most 25; the server name picks. One that is
   * changed stands beside the old one until that goes.
   *
   * @default no more
   */
  readonly extraCertificateArns?: Readonly<Record<string, string>>;

  /**
   * Protocol versions and ciphers. Changed in place.
   *
   * @default "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" in dev and prod
   */
  readonly policy?: TlsPolicy;

  /**
   * Trust store that client certificates must come from: the second lock of an origin (Cloudflare's
   * authenticated origin pulls). Its authorities are public; no secret reaches the state. Without
   * a good certificate no client connects, so the edge must present it first.
   *
   * @default clients need no certificate
   */
  readonly clientTrustStoreArn?: string;
}

/** What a load balancer takes. */
export interface LoadBalancerProps extends ModuleProps {
  /**
   * Physical name, at most 32 characters, unique in account and region. Changing it replaces the
   * load balancer: another DNS name, and an outage until the records follow.
   */
  readonly name: string;

  /** Network with at least two zones. Changing it replaces the load balancer. */
  readonly network: Network;

  /** Where it stands and who reaches it. Changing the scheme replaces the load balancer. */
  readonly exposure: Exposure;

  /** Certificates and what clients must know of TLS. */
  readonly tls: Tls;

  /**
   * Logs, by default of requests and connections. Prod must have them or say why not.
   *
   * @default off in dev; prod must choose
   */
  readonly logs?:
    | { readonly bucket: LogBucket; readonly kinds?: readonly LogKind[] }
    | { readonly off: Reason };

  /**
   * Regional WAFv2 web ACL before the load balancer. In prod everyone may connect only with one.
   *
   * @default no web ACL
   */
  readonly webAclArn?: string;

  /**
   * Seconds without a byte after which a connection is closed, 1 to 4,000. The application's own
   * keep-alive must be longer, or clients see 502 now and then.
   *
   * @default 60 in dev and prod
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * What happens to requests that proxies may read in two ways. `strictest` refuses what is not
   * fully by the book.
   *
   * @default "defensive" in dev and prod
   */
  readonly desyncMitigation?: "defensive" | "strictest";

  /**
   * Listens on port 80 and does nothing there but redirect to HTTPS.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

  /**
   * Deletion protection at AWS and `prevent_destroy` in the plan, together. To remove the load
   * balancer: set false, apply, then destroy.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly loadBalancer?: Partial<LbConfig>;
    readonly listener?: Partial<LbListenerConfig>;
  };
}
