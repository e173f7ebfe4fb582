import type { Fields } from "../../cty/value.ts";
import { textOf } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { blocks, goJson, texts } from "./answer.ts";

/** A statement of an IAM policy, with its keys in the order in which the provider writes them. */
interface Statement {
  readonly Sid?: string;
  readonly [key: string]: unknown;
}

interface Policy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: readonly Statement[];
}

/**
 * What `aws_iam_policy_document` computes: sources first, then its own statements, then overrides;
 * a statement replaces an earlier one of the same Sid.
 * https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/data-sources/iam_policy_document
 */
export function policyDocument(config: Fields): Fields {
  const documents = [
    ...parsed(config, "source"),
    ownDocument(config),
    ...parsed(config, "override"),
  ];
  const policy = documents.reduce(merged, {});
  return {
    json: goJson(policy, 2),
    minified_json: goJson(policy, 0),
    version: textOf(config["version"]) || "2012-10-17",
  };
}

/** Documents that are merged in. A statement that stands alone, without a list, is refused. */
function parsed(config: Fields, kind: "source" | "override"): Policy[] {
  return texts(config[`${kind}_policy_documents`]).map((json, at) => {
    const refused = (why: string) =>
      new Refusal(`writing IAM Policy Document: merging ${kind} document ${at}: ${why}`, json);
    try {
      const policy = JSON.parse(json);
      if (Array.isArray(policy?.Statement ?? [])) return policy;
    } catch (error) {
      throw refused((error as Error).message);
    }
    throw refused("Statement must be a list");
  });
}

function ownDocument(config: Fields): Policy {
  const statements = blocks(config["statement"]).map(statement);
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  const twice = sids.find((sid, at) => sids.indexOf(sid) !== at);
  if (twice !== undefined) {
    throw new Refusal(
      `duplicate Sid (${twice})`,
      "Each statement needs a Sid of its own, or none.",
    );
  }
  const id = textOf(config["policy_id"]);
  return {
    Version: textOf(config["version"]) || "2012-10-17",
    ...(id && { Id: id }),
    ...(statements.length > 0 && { Statement: statements }),
  };
}

function merged(base: Policy, over: Policy): Policy {
  const added = over.Statement ?? [];
  const replaced = (base.Statement ?? []).map(
    (old) => added.find(({ Sid }) => Sid !== undefined && Sid !== "" && Sid === old.Sid) ?? old,
  );
  const all = [...replaced, ...added.filter((statement) => !replaced.includes(statement))];
  const Version = over.Version ?? base.Version;
  const Id = over.Id ?? base.Id;
  return {
    ...(Version && { Version }),
    ...(Id && { Id }),
    ...(all.length > 0 && { Statement: all }),
  };
}

function statement(block: Fields): Statement {
  const entries: [string, unknown][] = [
    ["Sid", textOf(block["sid"]) || undefined],
    ["Effect", textOf(block["effect"]) || "Allow"],
    ["Action", oneOrMany(texts(block["actions"]))],
    ["NotAction", oneOrMany(texts(block["not_actions"]))],
    ["Resource", oneOrMany(texts(block["resources"]).map(variables))],
    ["NotResource", oneOrMany(texts(block["not_resources"]).map(variables))],
    ["Principal", principals(blocks(block["principals"]))],
    ["NotPrincipal", principals(blocks(block["not_principals"]))],
    ["Condition", conditions(blocks(block["condition"]))],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** One value stands alone, several in falling order, none not at all. */
function oneOrMany(values: readonly string[]): unknown {
  if (values.length < 2) return values[0];
  return [...values].sort().reverse();
}

function principals(blocks: readonly Fields[]): unknown {
  if (blocks.length === 0) return undefined;
  const byType: Record<string, string[]> = {};
  for (const block of blocks) {
    const identifiers = texts(block["identifiers"]).map(variables);
    const isAnybody = block["type"] === "*" && identifiers.join() === "*";
    if (isAnybody && blocks.length === 1) return "*";
    const type = textOf(block["type"]);
    byType[type] = [...(byType[type] ?? []), ...identifiers];
  }
  return sorted(byType, oneOrMany);
}

function conditions(blocks: readonly Fields[]): unknown {
  if (blocks.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const block of blocks) {
    const [test, variable] = [textOf(block["test"]), textOf(block["variable"])];
    const values = texts(block["values"]).map(variables);
    byTest[test] = {
      ...byTest[test],
      [variable]: [...(byTest[test]?.[variable] ?? []), ...values],
    };
  }
  // The order of a condition's values is the author's.
  return sorted(byTest, (test) =>
    sorted(test, (values) => (values.length === 1 ? values[0] : values)),
  );
}

function sorted<T>(map: Readonly<Record<string, T>>, convert: (value: T) => unknown): object {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
}

/** `&{aws:username}` is how an author writes a policy variable that Terraform shall not expand. */
function variables(value: string): string {
  return value.replaceAll("&{", "${");
}
