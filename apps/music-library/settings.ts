import type { Egress, EndpointOptions, NatOptions } from "@groundplan/aws/vpc";
import type { BotProtectionProps } from "@groundplan/cloudflare/bot-protection";
import type { EdgeRulesProps } from "@groundplan/cloudflare/edge-rules";
import type { ZoneRecord } from "@groundplan/cloudflare/records";
import type { ZoneProps } from "@groundplan/cloudflare/zone";
import type { ApiSettings, JobSettings } from "./api-settings.ts";
import type { DataSettings, SearchSettings } from "./data-settings.ts";
import type { AlertSettings, PipelineSettings } from "./release-settings.ts";

/**
 * The zone: its name and plan, and how it treats visitors and browsers where that is not the stage's
 * default (`settings.securityLevel: "under_attack"`).
 */
export interface LibraryZone
  extends Pick<ZoneProps, "name" | "plan" | "adopt" | "settings" | "hsts" | "dnssec"> {
  /**
   * True from the first apply until the registrar names the zone's name servers. Settings, signing,
   * the certificate's proof and what needs it (service, edge) wait until it is taken away.
   *
   * @default false
   */
  readonly onboarding?: boolean;
  /** Mail, verification and other records that no stack makes. */
  readonly records: readonly ZoneRecord[];
  /**
   * What bots meet anywhere in the zone, as far as the plan goes.
   *
   * @default crawlers of AI companies are blocked
   */
  readonly bots?: Omit<BotProtectionProps, "stage" | "zone" | "overrides">;
  /**
   * Cloudflare's rules against known attacks, from the pro plan on.
   *
   * @default as far as the plan goes, they observe in dev and enforce in prod
   */
  readonly managedRules?: EdgeRulesProps["managedRules"];
}

/** Values of music-library that an environment chooses. */
export interface MusicLibrarySettings {
  /** The environment's own Cloudflare zone, and what stands in it besides the API. */
  readonly zone: LibraryZone;

  /** The VPC. */
  readonly network: {
    /** IPv4 range, apart from every other environment's. Changing it replaces the network. */
    readonly cidr: string;
    /** Zones of the region: at least two for the load balancer. One can be added or dropped. */
    readonly zones: readonly string[];
    /**
     * How private subnets reach the internet. Changing it cuts connections that are open.
     *
     * @default "nat-instance" in dev (which needs `nat.instance`), "nat-per-zone" in prod
     */
    readonly egress?: Egress;
    /** Details of the way out: the image of a NAT instance, addresses. @default as the module has them */
    readonly nat?: NatOptions;
    /**
     * Private ways to AWS services; a network without a way out needs those of its tasks.
     *
     * @default S3 and DynamoDB in dev, and the fargate set in prod
     */
    readonly endpoints?: EndpointOptions;
  };

  /** Rows, covers, and work that waits. */
  readonly data: DataSettings;

  /** The search domain. */
  readonly search: SearchSettings;

  /** The API: web tasks behind the load balancer. */
  readonly api: ApiSettings;

  /** What runs beside the API. @default as `JobSettings` says */
  readonly jobs?: JobSettings;

  /** Whose jobs push images and release them. */
  readonly pipeline: PipelineSettings;

  /** Who hears of trouble, and what a month may cost. */
  readonly alerts: AlertSettings;
}
