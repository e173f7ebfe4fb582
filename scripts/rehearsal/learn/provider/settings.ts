import { type Fields, isFields, type Value } from "../../provider/cty/value.ts";
import { fieldsOf } from "../../provider/schema/fields.ts";
import type { Block } from "../../provider/schema/schema.ts";

/** An address of this machine at which nothing listens: what a provider asks there fails at once. */
const NOWHERE = "http://127.0.0.1:9";

/**
 * What lets a provider be configured without an account and without network. The keys are the
 * ones of the providers' own documentation; they open nothing.
 */
const SETTINGS: Readonly<Record<string, Fields>> = {
  aws: {
    region: "eu-west-1",
    access_key: "AKIAIOSFODNN7EXAMPLE",
    secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    skip_credentials_validation: true,
    skip_metadata_api_check: "true",
    skip_region_validation: true,
    skip_requesting_account_id: true,
    max_retries: 0,
  },
  google: {
    access_token: "rehearsal",
    project: "aaa1-project",
    region: "europe-west1",
    zone: "europe-west1-b",
  },
  cloudflare: { api_token: "0123456789012345678901234567890123456789" },
};

/** Environment of the provider's program: nothing of ours but what keeps it off the network. */
export const OFFLINE: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL: NOWHERE,
  AWS_MAX_ATTEMPTS: "1",
  AWS_EC2_METADATA_DISABLED: "true",
  HTTP_PROXY: NOWHERE,
  HTTPS_PROXY: NOWHERE,
  HOME: "/nonexistent",
  PATH: "/usr/bin:/bin",
};

/** The configuration with which provider `name` is asked. */
export function settingsFor(name: string, block: Block): Fields {
  return withSettings(block, SETTINGS[name] ?? {});
}

/** An empty configuration of a block with some arguments set. */
export function withSettings(block: Block, settings: Fields): Fields {
  const entries = fieldsOf(block).map(({ name, attribute, nested }): [string, Value] => {
    const given = settings[name];
    if (given !== undefined) return [name, given];
    if (attribute || !nested) return [name, null];
    return [name, nested.mode === "list" || nested.mode === "set" ? [] : null];
  });
  return Object.fromEntries(entries.filter(([, value]) => value === null || !isFields(value)));
}
