import type { Bounds } from "@groundplan/aws/autoscaling";
import type { BlueGreenProps } from "@groundplan/aws/blue-green";
import type { Architecture, TaskSize } from "@groundplan/aws/fargate-service";
import type { ApiProtectionProps } from "@groundplan/cloudflare/edge-rules";

/** How requests move to new tasks, and who tries those first. */
export interface ShiftSettings extends Pick<BlueGreenProps, "bakeMinutes" | "steps" | "adopt"> {
  /**
   * Paths that new tasks must answer with 200 on the test listener before any request goes to them. A change
   * restarts nothing.
   *
   * @default `healthPath`
   */
  readonly smokeTestPaths?: readonly string[];
}

/** The API: web tasks behind the load balancer. */
export interface ApiSettings {
  /** Label of its name in the zone: `api`. */
  readonly label: string;

  /** What runs. After the first apply the pipeline says which image that is. */
  readonly image: {
    /** Digest of the image that the first apply runs; it must be in the repository. Later changes do nothing. */
    readonly firstDigest: string;
    /** Processor that the pipeline builds for. A change deploys. @default "ARM64" */
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
   * `rolling`, and for another test listener, it takes `adopt: true` for one apply.
   *
   * @default "rolling" in dev, blue/green with a canary in prod
   */
  readonly release?: "rolling" | ShiftSettings;

  /**
   * Path that answers 200 when a task can take requests, whatever the Host header: the load
   * balancer asks by address. Django answers 400 there unless a middleware before its own does it.
   */
  readonly healthPath: string;

  /**
   * The authorities, in PEM, of which one has signed the client certificate that Cloudflare shows for this zone. It
   * is uploaded by hand, with its key: see the README of `cloudflare/origin-lock`. With them the load balancer
   * refuses whoever shows none: first the certificate, then this. In place.
   *
   * @default the load balancer asks for none: it admits Cloudflare's ranges, which are every zone's
   */
  readonly originAuthorities?: string;

  /** What keeps bots off the API: login paths, limits, known callers, paths for a few. */
  readonly protection: Omit<ApiProtectionProps, "plan" | "host">;
}

/** What runs beside the API, from the same image. */
export interface JobSettings {
  /** Fewest and most workers; between them the messages that wait decide. @default 1 to 2 in dev, 2 to 10 in prod */
  readonly workers?: Bounds;

  /**
   * When search is told of what the queue lost: `rate(1 hour)`, `cron(...)`. A change starts nothing.
   *
   * @default "rate(1 hour)"
   */
  readonly catchUp?: string;
}
