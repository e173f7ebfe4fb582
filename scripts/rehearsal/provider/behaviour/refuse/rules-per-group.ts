import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import { weightById } from "../values/prefix-lists.ts";
import { type Case, having, others, refused, text } from "./case.ts";

/** Rules of one direction in a security group, of each address family (Amazon VPC quotas, "Security groups"). */
const RULES_PER_GROUP = 60;

/** How much of a quota something takes. */
interface Weight {
  readonly ipv4: number;
  readonly ipv6: number;
}

const DIRECTIONS: Readonly<Record<string, "ingress" | "egress">> = {
  aws_vpc_security_group_ingress_rule: "ingress",
  aws_vpc_security_group_egress_rule: "egress",
};

/** Refuses a rule, or the inline rules of a group, beyond the quota of a security group. */
export function checkRules(subject: Case): void {
  const { type, planned } = subject;
  if (!planned) return;
  const isGroup = type === "aws_security_group";
  const group = text(planned, isGroup ? "id" : "security_group_id");
  const directions = isGroup ? (["ingress", "egress"] as const) : [directionOf(type, planned)];
  for (const direction of directions) {
    const parts = [
      weightOfRule(planned, isGroup ? direction : undefined, subject),
      ...(group === "" ? [] : besides(subject, group, direction)),
    ];
    const sum = (family: keyof Weight) => parts.reduce((all, part) => all + part[family], 0);
    if (Math.max(sum("ipv4"), sum("ipv6")) <= RULES_PER_GROUP) continue;
    throw refused(
      `${subject.before ? "updating" : "creating"} ${type}`,
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  }
}

function directionOf(type: string, planned: Fields): "ingress" | "egress" {
  return DIRECTIONS[type] ?? (text(planned, "type") === "egress" ? "egress" : "ingress");
}

/** What the group has of a direction besides the thing that is changed. */
function besides(subject: Case, group: string, direction: "ingress" | "egress"): Weight[] {
  const { clouds } = subject;
  const rules = [`aws_vpc_security_group_${direction}_rule`, "aws_security_group_rule"]
    .flatMap((type) => others(subject, type, "security_group_id", group))
    .filter(({ type, object }) => directionOf(type, object) === direction)
    .map(({ object }) => weightOfRule(object, undefined, subject));
  if (subject.type === "aws_security_group") return rules;
  const inline = [...having(clouds, "aws_security_group", "id", group)];
  return [...rules, ...inline.map(({ object }) => weightOfRule(object, direction, subject))];
}

/** @param inline the direction whose inline rules are counted; else the thing is itself a rule */
function weightOfRule(
  object: Fields,
  inline: "ingress" | "egress" | undefined,
  subject: Case,
): Weight {
  const rules = inline ? itemsOf(object[inline]) : [object];
  const weights = rules.filter(isFields).map((rule) => {
    const count = (...names: string[]) =>
      names.flatMap((name) => itemsOf(rule[name])).filter((each) => each !== "").length;
    const lists = ["prefix_list_ids", "prefix_list_id"].flatMap((name) => itemsOf(rule[name]));
    const both =
      count("security_groups", "source_security_group_id", "referenced_security_group_id") +
      (rule["self"] === true ? 1 : 0) +
      lists.reduce((sum: number, list) => sum + weightOfList(list, subject), 0);
    return {
      ipv4: both + count("cidr_blocks", "cidr_ipv4"),
      ipv6: both + count("ipv6_cidr_blocks", "cidr_ipv6"),
    };
  });
  return {
    ipv4: weights.reduce((sum, { ipv4 }) => sum + ipv4, 0),
    ipv6: weights.reduce((sum, { ipv6 }) => sum + ipv6, 0),
  };
}

/** A prefix list counts as many rules as it may have entries. */
function weightOfList(list: Value, { clouds, connection }: Case): number {
  if (typeof list !== "string") return 0;
  const [own] = having(clouds, "aws_ec2_managed_prefix_list", "id", list);
  const most = own?.object["max_entries"];
  if (typeof most === "number") return most;
  return weightById(connection.region, list) ?? 1;
}

function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}
