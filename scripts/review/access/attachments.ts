import { code } from "../phrase.ts";
import { type Finding, type Judge, textOf, withoutBraces } from "./access.ts";

/** Attribute that names who gets a managed policy, by type. */
const GRANTEES: Readonly<Record<string, string>> = {
  aws_iam_group_policy_attachment: "group",
  aws_iam_role_policy_attachment: "role",
  aws_iam_user_policy_attachment: "user",
};

/** Keys that last until somebody takes them away. */
const KEYS: Readonly<Record<string, string>> = {
  aws_iam_access_key: "user",
  google_service_account_key: "service_account_id",
  google_storage_hmac_key: "service_account_email",
};

/** Managed policies that let do almost everything. */
const WIDE = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

/** Who gets or loses a managed policy, a key, or the right to call a function. */
export const judgeAttachment: Judge = ({ type, name, before, after }) => {
  const grantee = GRANTEES[type];
  if (grantee !== undefined) {
    const said = (values: typeof after) =>
      [textOf(values, grantee) ?? name, textOf(values, "policy_arn") ?? "a policy"].map(
        withoutBraces,
      );
    return turned(
      before && said(before),
      after && said(after),
      ([who = "", policy = ""], verdict) => ({
        verdict,
        wide: WIDE.test(policy),
        phrase: [
          `${grantee} `,
          code(who),
          verdict === "broadens" ? " gets " : " loses ",
          code(policy),
        ],
      }),
    );
  }
  if (type === "aws_lambda_permission") {
    const said = (values: typeof after) =>
      [textOf(values, "principal") ?? "somebody", textOf(values, "function_name") ?? name].map(
        withoutBraces,
      );
    return turned(
      before && said(before),
      after && said(after),
      ([who = "", what = ""], verdict) => ({
        verdict,
        wide: who === "*",
        phrase: [
          code(who),
          verdict === "broadens" ? " may now call " : " may no longer call ",
          code(what),
        ],
      }),
    );
  }
  const owner = KEYS[type];
  if (owner === undefined) return [];
  const said = (values: typeof after) => [withoutBraces(textOf(values, owner) ?? name)];
  return turned(before && said(before), after && said(after), ([who = ""], verdict) => ({
    verdict,
    wide: true,
    phrase: [code(who), verdict === "broadens" ? " gets a key that lasts" : " loses a key"],
  }));
};

/** Types that `judgeAttachment` judges. */
export const ATTACHMENT_TYPES: readonly string[] = [
  ...Object.keys(GRANTEES),
  ...Object.keys(KEYS),
  "aws_lambda_permission",
];

/** Nothing where both sides say the same; else what is lost and what is gained. */
function turned(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  tell: (said: readonly string[], verdict: "broadens" | "narrows") => Finding,
): Finding[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    ...(after ? [{ ...tell(after, "broadens"), key: after.join(" ") }] : []),
    ...(before ? [{ ...tell(before, "narrows"), key: before.join(" ") }] : []),
  ];
}
