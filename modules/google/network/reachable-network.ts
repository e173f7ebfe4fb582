import {
  ComputeFirewall,
  type ComputeFirewallConfig,
} from "@cdktf/provider-google/lib/compute-firewall/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import {
  type Caller,
  GOOGLE_RANGES,
  isIpv6Range,
  type Machines,
  type Opening,
  openingProblems,
} from "./opening.ts";

/** A network by its names, which tell everything that is needed to stand in it. */
export interface NetworkAddress {
  /** Name of the network: `acme-dev-music-graph`. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Region of its subnets: `europe-west1`. */
  readonly region: string;
}

/**
 * A network as those who stand in it see it: made by `Network`, or known by its names through
 * `Network.fromExisting`. Every hole is one rule, kept by the stack of what is reached.
 */
export abstract class ReachableNetwork extends Construct {
  readonly name: string;
  readonly project: string;
  readonly region: string;

  constructor(scope: Construct, id: string, { name, project, region }: NetworkAddress) {
    super(scope, id);
    this.name = name;
    this.project = project;
    this.region = region;
  }

  /** `projects/<project>/global/networks/<name>`. */
  abstract get networkId(): string;

  /** `projects/<project>/regions/<region>/subnetworks/<name>` of the subnet with this key. */
  abstract subnetId(key: string): string;

  /**
   * Lets a caller in: one rule, or two where ranges of IPv4 and IPv6 are mixed, as Google takes no
   * such mix.
   *
   * @param key kebab-case key, last part of the rule's name; a new key replaces the rule
   */
  open(key: string, opening: Opening): void {
    check(this, [
      matching("key", key, /^[a-z][a-z0-9-]*$/, "be kebab-case"),
      nameProblem(`opening ${key}`, "google-resource", this.ruleName(`${key}-ipv6`)),
      ...openingProblems(opening).map((finding) =>
        finding ? { ...finding, prop: `opening ${key}: ${finding.prop}` } : finding,
      ),
    ]);
    for (const [suffix, source] of Object.entries(sourcesOf(opening.from))) {
      this.createRule(`${key}${suffix}`, opening, source);
    }
  }

  /** Lets people log in by SSH through Google's identity-aware proxy, and no other way. */
  openSsh(key: string, to: Machines): void {
    const reason = "People log in through Google's identity-aware proxy";
    this.open(key, { to, from: "iap", ports: [22], reason, log: true });
  }

  private createRule(
    key: string,
    { to, ports, protocol, reason, log }: Opening,
    source: Partial<ComputeFirewallConfig>,
  ): void {
    new ComputeFirewall(this, `open-${key}`, {
      name: this.ruleName(key),
      project: this.project,
      network: this.networkId,
      description: reason,
      direction: "INGRESS",
      allow: [{ protocol: protocol ?? "tcp", ports: ports.map(String) }],
      ...source,
      ...("account" in to
        ? { targetServiceAccounts: [to.account.email] }
        : { targetTags: [to.tag] }),
      logConfig: log ? { metadata: "INCLUDE_ALL_METADATA" } : undefined,
    });
  }

  private ruleName(key: string): string {
    return `${this.name}-${key}`;
  }
}

/** The provider's words for a caller, by the suffix of the rule that they go into. */
function sourcesOf(from: Caller): Record<string, Partial<ComputeFirewallConfig>> {
  if (typeof from === "string") return { "": { sourceRanges: [...GOOGLE_RANGES[from]] } };
  if ("everyone" in from) return { "": { sourceRanges: ["0.0.0.0/0"] } };
  if ("account" in from) return { "": { sourceServiceAccounts: [from.account.email] } };
  if ("tag" in from) return { "": { sourceTags: [from.tag] } };
  const ipv6 = from.ranges.filter(isIpv6Range);
  const ipv4 = from.ranges.filter((range) => !isIpv6Range(range));
  return {
    ...(ipv4.length > 0 && { "": { sourceRanges: ipv4 } }),
    ...(ipv6.length > 0 && { "-ipv6": { sourceRanges: ipv6 } }),
  };
}
