import type { Json } from "../../stacks/template.ts";
import { code, listed } from "../phrase.ts";
import { type Finding, type Judge, textOf, textsOf } from "./access.ts";

/** Types that `judgeFederation` judges. */
export const FEDERATION_TYPES: readonly string[] = [
  "aws_iam_openid_connect_provider",
  "google_iam_workload_identity_pool_provider",
];

/** Whose tokens are believed, and under which condition. */
export const judgeFederation: Judge = ({ type, name, before, after }) =>
  type === "aws_iam_openid_connect_provider"
    ? judgeIssuer(name, before, after)
    : judgeCondition(name, before, after);

function judgeIssuer(name: string, before: Json | undefined, after: Json | undefined): Finding[] {
  const url = code(textOf(after ?? before, "url") ?? name);
  if (!after) return [finding("narrows", ["tokens of ", url, " are no longer believed"])];
  const known =
    textOf(before, "url") === textOf(after, "url") ? textsOf(before?.["client_id_list"]) : [];
  const added = textsOf(after["client_id_list"]).filter((each) => !known.includes(each));
  if (before && added.length === 0) return [];
  return [finding("broadens", ["tokens of ", url, " are believed for ", ...listed(added)])];
}

function judgeCondition(
  name: string,
  before: Json | undefined,
  after: Json | undefined,
): Finding[] {
  const label = code(textOf(after ?? before, "workload_identity_pool_provider_id") ?? name);
  const [old, now] = [before, after].map((side) => textOf(side, "attribute_condition"));
  if (!after) return [finding("narrows", ["tokens by ", label, " are no longer believed"])];
  if (before && old === now) return [];
  if (now === undefined) {
    const phrase = ["tokens by ", label, " are believed without a condition"];
    return [{ verdict: "broadens", wide: true, phrase }];
  }
  const phrase = ["tokens by ", label, " are believed where ", code(now)];
  return [finding(before ? "open" : "broadens", phrase)];
}

function finding(verdict: Finding["verdict"], phrase: Finding["phrase"]): Finding {
  return { verdict, wide: false, phrase };
}
