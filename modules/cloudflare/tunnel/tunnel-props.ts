import type { ModuleProps } from "@groundplan/core/stage";
import type { DnsZone } from "../zone/dns-zone.ts";
import type { TunnelRoute } from "./route.ts";

export interface TunnelProps extends ModuleProps {
  /** The account that the tunnel belongs to, 32 hexadecimal characters. A change replaces the tunnel. */
  readonly accountId: string;

  /** Name of the tunnel, which the account has once. A change happens in place. */
  readonly name: string;

  /** The zone that the names are in. A change happens in place. */
  readonly zone: DnsZone;

  /**
   * Where requests go, by a key of yours. The first that fits is taken, in the order listed. A change
   * reaches a running `cloudflared` by itself.
   */
  readonly routes: Readonly<Record<string, TunnelRoute>>;

  /**
   * Refuses every plan that would delete the tunnel: another one has another token and another name.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;
}
