import type { Rule, RuleTable } from "./rule.ts";

const types: RuleTable = {
  cloudflare_zone: {
    id: "{hex:32:name}",
    name_servers: () => ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    status: "active",
  },
};

/** Cloudflare's ids are 32 hexadecimal signs. */
function every(_type: string, name: string): Rule | undefined {
  return name === "id" ? "{hex:32}" : undefined;
}

export const CLOUDFLARE = { types, every };
