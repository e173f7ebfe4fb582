import { text } from "../case.ts";
import { named, type Uniques } from "./unique.ts";

/** What Cloudflare makes once, each with where its words were seen. Records: `../records.ts`. */
export const CLOUDFLARE: Uniques = {
  // midl-dev/tezos-on-gke#3
  cloudflare_zone: named("name", "world", "1061", (n) => `${n} already exists`),
  // cloudflare/terraform-provider-cloudflare#6273
  cloudflare_ruleset: {
    by: ["zone_id", "phase", "kind"],
    within: "world",
    code: "20217",
    message: (object) => {
      const [kind, phase] = [text(object, "kind"), text(object, "phase")];
      return `'${kind}' is not a valid value for kind because exceeded maximum number of ${kind} rulesets for phase ${phase}`;
    },
  },
  // linuxserver/docker-mods#280
  cloudflare_zero_trust_tunnel_cloudflared: {
    by: ["name", "account_id"],
    within: "world",
    code: "1013",
    message: () =>
      "You already have a tunnel with this name. Delete the existing tunnel, or choose a different name for your new tunnel",
  },
  // cloudflare/workers-sdk#13242
  cloudflare_workers_kv_namespace: {
    by: ["title", "account_id"],
    within: "world",
    code: "10014",
    message: () => "a namespace with this account ID and title already exists",
  },
};
