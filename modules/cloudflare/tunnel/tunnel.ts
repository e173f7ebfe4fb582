import { ZeroTrustTunnelCloudflared } from "@cdktf/provider-cloudflare/lib/zero-trust-tunnel-cloudflared/index.js";
import { ZeroTrustTunnelCloudflaredConfigA as TunnelRules } from "@cdktf/provider-cloudflare/lib/zero-trust-tunnel-cloudflared-config/index.js";
import { check, type Finding, must } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { CnameRecord } from "../records/record.ts";
import { ingressOf, tunnelRecords } from "./route.ts";
import { tunnelProblems } from "./tunnel-problems.ts";
import type { TunnelProps } from "./tunnel-props.ts";

/** What a tunnel gets when nothing is said. */
export const DEFAULTS = {
  protect: { dev: false, prod: true } as PerStage<boolean>,
};

/**
 * A way from Cloudflare to a host that opens no port: the host calls Cloudflare.
 *
 * Makes the tunnel and its rules, which are kept at Cloudflare. No secret passes through Terraform: the
 * host's token is fetched from Cloudflare's API straight into a secret store.
 */
export class Tunnel extends Construct {
  readonly tunnel: ZeroTrustTunnelCloudflared;
  readonly rules: TunnelRules;
  readonly accountId: string;
  readonly name: string;
  /** Names that the tunnel answers for, in the order listed. */
  readonly hostnames: readonly string[];

  constructor(scope: Construct, id: string, props: TunnelProps) {
    super(scope, id);
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    this.accountId = props.accountId;
    this.name = props.name;
    check(this, [...tunnelProblems(props), ...this.namesakeProblems()]);
    const routes = Object.values(props.routes);
    this.hostnames = [...new Set(routes.map(({ hostname }) => hostname))];
    // Without a secret of ours: the provider keeps one in the state, and cannot change it (#5561).
    this.tunnel = new ZeroTrustTunnelCloudflared(this, "Default", {
      accountId: props.accountId,
      name: props.name,
      // The default is "local", and a change of it replaces the tunnel.
      configSrc: "cloudflare",
      lifecycle: { preventDestroy: protect },
    });
    // All of them here: another resource for the same tunnel would undo these (#5791).
    this.rules = new TunnelRules(this, "rules", {
      accountId: props.accountId,
      tunnelId: this.tunnel.id,
      config: { ingress: ingressOf(routes) },
    });
    for (const [key, { unverifiedCertificate }] of Object.entries(props.routes)) {
      if (!unverifiedCertificate) continue;
      // A rule has no description: the reason stands as a comment in the stack's JSON.
      this.rules.addOverride(`//.reasons.${key}`, unverifiedCertificate.reason);
    }
  }

  /** Cloudflare's id of the tunnel, by which its token is asked for. */
  get tunnelId(): string {
    return this.tunnel.id;
  }

  /** What names point at: a name that leads nowhere but into this tunnel. */
  get target(): string {
    return `${this.tunnel.id}.cfargotunnel.com`;
  }

  /** A proxied record for each name: for `Records`. */
  get records(): CnameRecord[] {
    return tunnelRecords(this.hostnames, this.target);
  }

  /** Cloudflare refuses a second tunnel of a name (1013), and only at apply. */
  private namesakeProblems(): Finding[] {
    const { accountId, name } = this;
    return this.node.root.node
      .findAll()
      .filter((other): other is Tunnel => other instanceof Tunnel && other !== this)
      .map((other) =>
        must(
          other.accountId !== accountId || other.name !== name,
          "name",
          `be another one: ${other.node.path} has it in this account`,
          name,
        ),
      );
  }
}
