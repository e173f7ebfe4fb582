import type { Rule, RuleTable } from "./rule.ts";

const types: RuleTable = {};

function every(type: string, name: string): Rule | undefined {
  const [service = "", ...noun] = type.replace(/^aws_/, "").split("_");
  const kind = noun.join("-") || service;
  if (name === "arn") return `arn:{partition}:${service}:{region}:{account}:${kind}/{name|id}`;
  if (name === "id") return `${kind}-{hex:17}`;
  return undefined;
}

export const AWS = { types, every };
