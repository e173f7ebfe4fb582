import type { Bounds } from "@groundplan/aws/autoscaling";
import type { BlueGreenProps } from "@groundplan/aws/blue-green";
import type { Architecture, TaskSize } from "@groundplan/aws/fargate-service";
import type { Egress, EndpointOptions, NatOptions } from "@groundplan/aws/vpc";
import type { BotProtectionProps } from "@groundplan/cloudflare/bot-protection";
import type { ApiProtectionProps } from "@groundplan/cloudflare/edge-rules";
import type { ZoneRecord } from "@groundplan/cloudflare/records";
import type { ZoneProps } from "@groundplan/cloudflare/zone";

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

  /** The API: web tasks behind the load balancer. */
  readonly api: {
    /** Label of its name in the zone: `api`. */
    readonly label: string;
    /** Repository and digest of what runs, and the processor it was built for. A change deploys. */
    readonly image: {
      readonly repository: string;
      readonly digest: string;
      /** @default "ARM64" */
      readonly architecture?: Architecture;
    };
    /**
     * CPU, and memory that Fargate offers with it. A change starts new tasks.
     *
     * @default 256 CPU units and 512 MiB in dev, 512 and 1024 in prod
     */
    readonly size?: TaskSize;
    /**
     * Fewest and most tasks; between them load decides. A change restarts none.
     *
     * @default 1 to 2 in dev, 2 to 10 in prod
     */
    readonly tasks?: Bounds;
    /**
     * How new tasks take over: one by one (`rolling`), or all beside the old ones, with requests moved
     * by ECS when they are well. Changing it moves no request and restarts nothing by itself; from
     * `rolling` it takes `adopt: true` for one apply.
     *
     * @default "rolling" in dev, blue/green with a canary in prod
     */
    readonly release?: "rolling" | Pick<BlueGreenProps, "bakeMinutes" | "steps" | "adopt">;
    /**
     * Path that answers 200 when a task can take requests, whatever the Host header: the load
     * balancer asks by address. Django answers 400 there unless a middleware before its own does it.
     */
    readonly healthPath: string;
    /** What keeps bots off the API: login paths, limits, known callers. */
    readonly protection: Omit<ApiProtectionProps, "plan" | "host">;
  };
}
