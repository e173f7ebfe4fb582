import { readFileSync } from "node:fs";
import { type Json, resourcesOf, type StackTemplate } from "../stacks/template.ts";
import type { Workplace } from "./workplace.ts";

/** A thing that another bootstrap may have made, and what the service calls it. */
export interface Findable {
  readonly address: string;
  readonly id: string;
}

/**
 * How a thing is found again by its name. What is missing here is written over the bucket by the next
 * apply, which is the same as finding it: a bucket's versioning, its policy, its lifecycle.
 */
const FOUND_BY: Readonly<Record<string, string>> = {
  aws_kms_alias: "name",
  aws_s3_bucket: "bucket",
  google_storage_bucket: "name",
};

/** The things of a stack that can be found by name, in the order in which they are looked for. */
export function findableIn(template: StackTemplate): Findable[] {
  return resourcesOf(template).flatMap(({ type, address, body }) => {
    const id = body[FOUND_BY[type] ?? ""];
    return typeof id === "string" && !id.includes("${") ? [{ address, id }] : [];
  });
}

/**
 * Takes what stands of a stack into its local state: the bucket, its log, and the key behind the
 * alias. Nothing in the cloud is changed.
 *
 * @returns addresses of what was found
 */
export async function recover(place: Workplace): Promise<string[]> {
  const { template } = place.stack;
  const found: string[] = [];
  for (const { address, id } of findableIn(template)) {
    if (await place.import(address, id)) found.push(address);
  }
  for (const { address, id } of keysBehind(template, readFound(place))) {
    if (await place.import(address, id)) found.push(address);
  }
  return found;
}

/** A key has no name of its own: its id is what the alias points at. */
function keysBehind(template: StackTemplate, state: Json): Findable[] {
  const aliases = resourcesOf(template).filter(({ type }) => type === "aws_kms_alias");
  return aliases.flatMap(({ name, body }) => {
    const key = /^\$\{(aws_kms_key\.[^.]+)\./.exec(String(body["target_key_id"]))?.[1];
    const id = attributeOf(state, "aws_kms_alias", name, "target_key_id");
    return key && id ? [{ address: key, id }] : [];
  });
}

function readFound(place: Workplace): Json {
  try {
    return JSON.parse(readFileSync(place.localState, "utf8"));
  } catch {
    return {};
  }
}

function attributeOf(
  state: Json,
  type: string,
  name: string,
  attribute: string,
): string | undefined {
  const resources = (state["resources"] ?? []) as readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: Json }[];
  }[];
  const found = resources.find((each) => each.type === type && each.name === name);
  const value = found?.instances[0]?.attributes?.[attribute];
  return typeof value === "string" ? value : undefined;
}
