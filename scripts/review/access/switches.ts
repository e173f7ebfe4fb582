import type { Json } from "../../stacks/template.ts";
import { UNKNOWN } from "../diff/shown.ts";
import { code } from "../phrase.ts";
import { type Finding, type Judge, objectsOf, textOf, withoutBraces } from "./access.ts";

/** A setting that lets the public in, or does not. */
interface Switch {
  /** Where it stands: `settings.ip_configuration.ipv4_enabled`; blocks that stand once are passed through. */
  readonly at: string;
  /** True for a value that lets in. What is not set has the value of the provider. */
  readonly lets: (value: unknown) => boolean;
  /** What it then is: `is reachable from the internet`. */
  readonly what: string;
  /** Without the thing the public is let in: it is only there to keep it out. */
  readonly guards?: boolean;
}

const isTrue = (value: unknown) => value === true;
const isNotTrue = (value: unknown) => value !== true && value !== UNKNOWN;
const isFalse = (value: unknown) => value === false;
const isThere = (value: unknown) => value !== undefined && value !== null;

const REACHABLE = "is reachable from the internet";

const guard = (at: string, what: string): Switch => ({ at, lets: isNotTrue, what, guards: true });

const SWITCHES: Readonly<Record<string, readonly Switch[]>> = {
  aws_db_instance: [{ at: "publicly_accessible", lets: isTrue, what: REACHABLE }],
  aws_instance: [{ at: "associate_public_ip_address", lets: isTrue, what: "has a public address" }],
  aws_lambda_function_url: [
    {
      at: "authorization_type",
      lets: (value) => value === "NONE",
      what: "may be called by everybody",
    },
  ],
  aws_lb: [{ at: "internal", lets: isNotTrue, what: REACHABLE }],
  aws_rds_cluster_instance: [{ at: "publicly_accessible", lets: isTrue, what: REACHABLE }],
  aws_s3_bucket_acl: [
    {
      at: "acl",
      lets: (value) => typeof value === "string" && /^(public-|authenticated-read)/.test(value),
      what: "may be read by everybody",
    },
  ],
  aws_s3_bucket_public_access_block: [
    guard("block_public_acls", "may be opened by ACLs"),
    guard("block_public_policy", "may be opened by policies"),
    guard("ignore_public_acls", "obeys public ACLs"),
    guard("restrict_public_buckets", "obeys public policies"),
  ],
  aws_subnet: [
    { at: "map_public_ip_on_launch", lets: isTrue, what: "gives machines public addresses" },
  ],
  cloudflare_authenticated_origin_pulls_settings: [
    guard("enabled", "lets the origin be asked past Cloudflare"),
  ],
  google_compute_instance: [
    { at: "network_interface.access_config", lets: isThere, what: "has a public address" },
  ],
  google_sql_database_instance: [
    { at: "settings.ip_configuration.ipv4_enabled", lets: isTrue, what: "has a public address" },
    {
      at: "settings.ip_configuration.ssl_mode",
      lets: (value) => value === "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      what: "takes connections without TLS",
    },
  ],
  google_storage_bucket: [
    {
      at: "public_access_prevention",
      lets: (value) => value !== "enforced" && value !== UNKNOWN,
      what: "may be opened to everybody",
    },
    { at: "uniform_bucket_level_access", lets: isFalse, what: "obeys ACLs of single objects" },
  ],
};

/** Types that `judgeSwitches` judges. */
export const SWITCH_TYPES: readonly string[] = Object.keys(SWITCHES);

/** Settings that let the public in, or keep it out. */
export const judgeSwitches: Judge = ({ type, name, before, after }) =>
  (SWITCHES[type] ?? []).flatMap(({ at, lets, what, guards = false }): Finding[] => {
    const isOpen = (values: Json | undefined) => (values ? lets(valueAt(values, at)) : guards);
    // A guard that comes beside what was open without it is the usual way: only what goes is news.
    const was = before ? isOpen(before) : false;
    const is = isOpen(after);
    if (was === is) return [];
    const label = code(withoutBraces(textOf(after ?? before, "bucket") ?? name));
    const attribute = code(at.replace(/^.*\./, ""));
    const phrase = is
      ? [label, ` ${what} (`, attribute, ")"]
      : [label, ` no longer ${what} (`, attribute, ")"];
    return [{ verdict: is ? "broadens" : "narrows", wide: is, phrase }];
  });

function valueAt(values: Json, path: string): unknown {
  let value: unknown = values;
  for (const key of path.split(".")) value = objectsOf(value)[0]?.[key];
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}
