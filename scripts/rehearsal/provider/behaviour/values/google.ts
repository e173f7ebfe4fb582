import type { Rule, RuleTable } from "./rule.ts";

const types: RuleTable = {};

function every(_type: string, name: string): Rule | undefined {
  return name === "id" ? "projects/{project}/{name|hex}" : undefined;
}

export const GOOGLE = { types, every };
