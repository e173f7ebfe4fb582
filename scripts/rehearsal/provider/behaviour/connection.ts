import { type Fields, isFields, isList, textOf, type Value } from "../cty/value.ts";
import { type Diagnostic, ERROR } from "../protocol/messages.ts";
import { MARKER } from "../schema/answer.ts";
import type { Cloud } from "../schema/library.ts";

/** What one configured provider instance works with. Each opens its own connection to us. */
export interface Connection {
  readonly cloud: Cloud;
  /** Value of the marker: the name of the stack, or whatever the copy wrote. */
  readonly stack: string;
  /** AWS account id; the other clouds name theirs in each resource. */
  readonly account: string;
  readonly region: string;
  /** Google project id. */
  readonly project: string;
  /** Google zone. */
  readonly zone: string;
  /** `default_tags` (AWS) or `default_labels` (Google). */
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Does Google's provider add its own label? */
  readonly attributionLabel: boolean;
}

/** The account of an AWS provider block that names none; AWS's own documentation uses it. */
const DOCUMENTATION_ACCOUNT = "123456789012";

/** Settles a provider block, or says why the rehearsal refuses it. */
export function connect(cloud: Cloud, config: Fields): Connection | Diagnostic {
  const stack = config[MARKER];
  if (typeof stack !== "string" || stack === "") return notARehearsal(cloud);
  const stranger = strangeAccount(config);
  if (stranger) return stranger;
  const region = textOf(config["region"]) || (cloud === "google" ? "us-central1" : "us-east-1");
  return {
    cloud,
    stack,
    account: accountOf(config),
    region,
    project: textOf(config["project"]) || "rehearsal",
    zone: textOf(config["zone"]) || `${region}-b`,
    defaultTags: cloud === "aws" ? defaultTags(config) : strings(config["default_labels"]),
    attributionLabel: config["add_terraform_attribution_label"] !== false,
  };
}

function notARehearsal(cloud: Cloud): Diagnostic {
  return {
    severity: ERROR,
    summary: `this ${cloud} provider is a rehearsal, and the configuration is not`,
    detail:
      `The provider block has no \`${MARKER}\` argument, which only the copies under .rehearsal/ ` +
      "carry. Nothing was planned. Run `infra rehearse`, or unset TF_REATTACH_PROVIDERS to use " +
      "the real provider.",
    attribute: { steps: [{ attribute_name: MARKER }] },
  };
}

/** As the provider of AWS refuses it: the role to assume is of an account that is not allowed. */
function strangeAccount(config: Fields): Diagnostic | undefined {
  const account = assumedAccount(config);
  if (!account) return undefined;
  const [allowed, forbidden] = ["allowed_account_ids", "forbidden_account_ids"].map((name) => {
    const ids = config[name];
    return isList(ids) ? ids : [];
  });
  const isAllowed = allowed!.length === 0 || allowed!.includes(account);
  if (isAllowed && !forbidden!.includes(account)) return undefined;
  return {
    severity: ERROR,
    summary: `AWS account ID not allowed: ${account}`,
    detail: `The role to assume is of that account, and the provider block allows ${allowed!.join(", ") || "any other"}.`,
    attribute: { steps: [{ attribute_name: "assume_role" }] },
  };
}

function accountOf(config: Fields): string {
  const allowed = config["allowed_account_ids"];
  const assumed = assumedAccount(config);
  if (assumed) return assumed;
  return isList(allowed) && typeof allowed[0] === "string" ? allowed[0] : DOCUMENTATION_ACCOUNT;
}

/** The account of the role to assume: of the last, where several are assumed one after the other. */
function assumedAccount(config: Fields): string | undefined {
  const roles = isList(config["assume_role"]) ? config["assume_role"] : [];
  const arns = roles.flatMap((role) => (isFields(role) ? [textOf(role["role_arn"])] : []));
  return arns.at(-1)?.split(":")[4];
}

function defaultTags(config: Fields): Record<string, string> {
  const [block] = isList(config["default_tags"]) ? config["default_tags"] : [];
  return isFields(block) ? strings(block["tags"]) : {};
}

/** The entries of a map whose values are known texts. */
function strings(value: Value | undefined): Record<string, string> {
  const entries = isFields(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
}
