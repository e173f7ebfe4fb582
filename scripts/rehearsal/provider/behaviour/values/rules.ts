import type { Connection } from "../connection.ts";
import { AWS } from "./aws/aws.ts";
import { CLOUDFLARE } from "./cloudflare.ts";
import { GOOGLE } from "./google.ts";
import type { Rule } from "./rule.ts";

const TABLES = { aws: AWS, google: GOOGLE, cloudflare: CLOUDFLARE } as const;

/** How a computed value of a type is made, when more is known of it than its name. */
export function ruleFor(type: string, name: string, { cloud }: Connection): Rule | undefined {
  const { types, every } = TABLES[cloud];
  const own = types[type]?.[name];
  return own === undefined ? every(type, name) : own;
}
