import { Bucket } from "@groundplan/aws/bucket";
import { ClientTrust, LoadBalancer } from "@groundplan/aws/load-balancer";
import type { Network } from "@groundplan/aws/vpc";
import { CLOUDFLARE_RANGES } from "@groundplan/cloudflare/origin-lock";
import type { LayerStack } from "@groundplan/core/site";
import type { LogsStack } from "./logs.ts";
import { NAMED } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the load balancer is made with. */
interface Entrance {
  readonly network: Network;
  readonly certificateArn: string;
  readonly logs: LogsStack;
  readonly settings: MusicLibrarySettings;
}

/**
 * The load balancer that Cloudflare alone reaches, by its ranges, and of Cloudflare's zones this one alone, by the
 * client certificate that it shows.
 */
export function createEntrance(stack: LayerStack, entrance: Entrance): LoadBalancer {
  const { stage, names } = stack.site;
  const { network, certificateArn, logs, settings } = entrance;
  return new LoadBalancer(stack, "load-balancer", {
    stage,
    name: names.of(...NAMED.loadBalancer),
    network,
    exposure: {
      scheme: "internet-facing",
      from: { ranges: { cloudflare: [...CLOUDFLARE_RANGES.ipv4, ...CLOUDFLARE_RANGES.ipv6] } },
    },
    tls: { certificateArn, clientTrustStoreArn: trustStoreArn(stack, settings) },
    logs: { bucket: logs.bucketIn(stack) },
    // Cloudflare redirects to HTTPS and never asks on port 80.
    redirectHttp: false,
  });
}

/** Whose certificates it takes. They have a bucket of their own, which may go with them. */
function trustStoreArn(stack: LayerStack, { api }: MusicLibrarySettings): string | undefined {
  const authorities = api.originAuthorities;
  if (authorities === undefined) return undefined;
  const { stage, names } = stack.site;
  const bucket = new Bucket(stack, "origin-authorities", {
    stage,
    name: names.of(...NAMED.originAuthorities),
    protect: false,
  });
  return new ClientTrust(stack, "origin", { name: names.of(...NAMED.origin), bucket, authorities })
    .arn;
}
