import type { PlanSetManifest } from "./manifest.ts";

/** Fields of a stack that are texts in every plan set, and those that are lists. */
const TEXTS = ["stack", "environment", "result"] as const;
const LISTS = ["dependencies", "problems", "warnings", "stale", "providers"] as const;

/** True where a manifest has every field that it is read by: it may have been written by anybody. */
export function isWhole(value: unknown): value is PlanSetManifest {
  if (!isObject(value) || !isObject(value["engine"]) || !Array.isArray(value["stacks"]))
    return false;
  const texts = [value["planned"], value["command"], value["engine"]["version"]];
  return texts.every(isText) && value["stacks"].every(isEntry);
}

function isEntry(value: unknown): boolean {
  if (!isObject(value) || !isObject(value["files"])) return false;
  const texts = [...TEXTS.map((name) => value[name]), ...Object.values(value["files"])];
  return texts.every(isText) && LISTS.every((name) => Array.isArray(value[name]));
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
