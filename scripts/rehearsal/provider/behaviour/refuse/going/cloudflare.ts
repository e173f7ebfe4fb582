import { text } from "../case.ts";
import type { Uses } from "./use.ts";

/** What Cloudflare does not delete while it is used; each with where its words were seen. */
export const CLOUDFLARE: Uses = {
  cloudflare_load_balancer_pool: [
    {
      // terraform-provider-cloudflare#66
      users: { cloudflare_load_balancer: ["default_pools", "fallback_pool"] },
      by: ["id"],
      code: "1005",
      message: () => "This object is referenced by other objects, delete them first.",
    },
  ],
  cloudflare_zero_trust_access_service_token: [
    {
      // jikig-ai/soleur#7065
      users: { cloudflare_zero_trust_access_policy: ["include.service_token.token_id"] },
      by: ["id"],
      code: "12139",
      message: () => "access.api.error.service_token_in_use: cannot delete service token",
    },
  ],
  cloudflare_load_balancer_monitor: [
    {
      users: { cloudflare_load_balancer_pool: ["monitor"] },
      by: ["id"],
      code: "1005",
      message: () => "This object is referenced by other objects, delete them first.",
    },
  ],
  cloudflare_list: [
    {
      // crowdsecurity/cs-cloudflare-bouncer#130
      users: {},
      by: ["id"],
      mentioned: {
        type: "cloudflare_ruleset",
        path: "rules.expression",
        as: (object) => `$${text(object, "name")}`,
      },
      code: "10031",
      message: () => "filters.api.ip_list_in_use",
    },
  ],
};
