import { canonical } from "../../../cty/equal.ts";
import type { CtyType } from "../../../cty/type.ts";
import { type Fields, isFields, isList, textOf, UNKNOWN, type Value } from "../../../cty/value.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";
import { isChanged, lengthOf, type Own, type Planning } from "./own.ts";

/**
 * Subnets and subnet mappings are two views of the same. Which of their changes need a new load
 * balancer depends on its type and on how many there are.
 *
 * Source: terraform-provider-aws, internal/service/elbv2/load_balancer.go,
 * customizeDiffLoadBalancerALB and customizeDiffLoadBalancerNLB.
 */
export const loadBalancer: Own = {
  plan(planned, planning) {
    const { prior, proposed, force } = planning;
    const kind = proposed["load_balancer_type"] ?? "application";
    if (!prior || (kind !== "application" && kind !== "network")) return planned;
    const result: Record<string, Value> = { ...planned };
    if (isChanged(planning, "subnet_mapping")) {
      if (needsNewMappings(planning, kind)) force("subnet_mapping");
      result["subnets"] = UNKNOWN;
    }
    if (isChanged(planning, "subnets")) {
      const more = lengthOf(proposed["subnets"]) - lengthOf(prior["subnets"]);
      if (kind === "network" && more <= 0) force("subnets");
      result["subnet_mapping"] = UNKNOWN;
    }
    if (kind === "network" && isChanged(planning, "security_groups")) {
      const counts = [prior, proposed].map((one) => lengthOf(one["security_groups"]));
      if (counts.includes(0)) force("security_groups");
    }
    return result;
  },
};

/** Mappings may be added, and of an application load balancer taken away; the others must stay. */
function needsNewMappings({ prior, proposed, block }: Planning, kind: Value): boolean {
  const type = typeOfBlock(block.block_types!["subnet_mapping"]!.block);
  const before = mappings(prior!, type);
  const after = mappings(proposed, type);
  const more = after.length - before.length;
  const stay = before.filter((text) => after.includes(text)).length;
  // With as many as before the set has no count that could force it.
  if (more === 0) return false;
  if (more > 0) return stay !== before.length;
  return kind === "network" || stay !== after.length;
}

/** What tells mappings apart: all that an author may write in them. */
function mappings(fields: Fields, type: CtyType): string[] {
  const value = fields["subnet_mapping"];
  return (isList(value) ? value : []).flatMap((item) =>
    isFields(item) ? [canonical({ ...withoutBlanks(item), outpost_id: null }, type)] : [],
  );
}

function withoutBlanks(item: Fields): Fields {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, value || null]));
}

/** What a function is asked for has no address. */
const WITHOUT_FUNCTION = ["port", "protocol", "protocol_version", "vpc_id"];

/**
 * Of a group that asks a function nothing of its address changes, nor the version of a protocol that
 * is not HTTP. A new one takes what is written.
 *
 * Source: terraform-provider-aws, internal/service/elbv2/target_group.go, schema.
 */
export const targetGroup: Own = {
  isSame(name, _texts, { prior, proposed }) {
    if (!prior) return undefined;
    if (proposed["target_type"] === "lambda" && WITHOUT_FUNCTION.includes(name)) return true;
    const speaksHttp = /^HTTPS?$/.test(textOf(proposed["protocol"]));
    return (name === "protocol_version" && !speaksHttp) || undefined;
  },
};
