import { code, type Phrase } from "../phrase.ts";
import { type Finding, type Judge, objectsOf, textOf, textsOf, withoutBraces } from "./access.ts";

/** Types of Google's that give roles, and the attribute that says on what. */
const GOOGLE = /^google_.*_iam_(member|binding|policy)$/;

/** Roles that let do almost everything. */
const WIDE_ROLE = /^roles\/(owner|editor|iam\.securityAdmin|resourcemanager\.projectIamAdmin)$/;

/** True for a type that `judgeGoogleRole` judges. */
export function isGoogleRole(type: string): boolean {
  return GOOGLE.test(type);
}

/** Who gets or loses a role of Google's, on what. */
export const judgeGoogleRole: Judge = ({ type, before, after }) => {
  const [had, has] = [rolesOf(before), rolesOf(after)];
  if (!had || !has) {
    return [
      { verdict: "open", wide: false, phrase: ["who has which role is known after the apply"] },
    ];
  }
  const target = targetOf(type, after ?? before);
  const tell = (
    [member = "", role = "", condition = ""]: readonly string[],
    verdict: Finding["verdict"],
  ): Finding => {
    const everybody = member === "allUsers" || member === "allAuthenticatedUsers";
    const key = `${member} ${role} ${target} ${condition}`;
    const gets = verdict === "broadens" ? " gets " : " loses ";
    const phrase: Phrase = [
      everybody ? "everybody (" : "",
      code(member),
      everybody ? ")" : "",
      gets,
      code(role),
      " on ",
      code(target),
      ...(condition ? [" where ", code(condition)] : []),
    ];
    return {
      verdict,
      wide: verdict === "broadens" && (everybody || WIDE_ROLE.test(role)),
      key,
      phrase,
    };
  };
  const missing = (from: readonly string[][], other: readonly string[][]) =>
    from.filter((each) => !other.some((one) => holds(one, each)));
  return [
    ...missing(has, had).map((each) => tell(each, "broadens")),
    ...missing(had, has).map((each) => tell(each, "narrows")),
  ];
};

/** Whether one gives at least what the other does: what has no condition holds in any case. */
function holds(one: readonly string[], other: readonly string[]): boolean {
  const [member, role, condition] = one;
  return member === other[0] && role === other[1] && (!condition || condition === other[2]);
}

/** Member, role and condition; nothing where they are not known. */
function rolesOf(values: Readonly<Record<string, unknown>> | undefined): string[][] | undefined {
  if (!values) return [];
  const data = values["policy_data"];
  if (typeof data === "string") return bindingsOf(data);
  const role = withoutBraces(textOf(values, "role") ?? "a role");
  const members = [...textsOf(values["member"]), ...textsOf(values["members"])];
  const condition = textOf(objectsOf(values["condition"])[0], "expression") ?? "";
  return members.map((member) => [withoutBraces(member), role, condition]);
}

function bindingsOf(data: string): string[][] | undefined {
  try {
    const { bindings = [] } = JSON.parse(data) as {
      bindings?: readonly {
        role?: string;
        members?: readonly string[];
        condition?: { expression?: string };
      }[];
    };
    return bindings.flatMap(({ role = "", members = [], condition }) =>
      members.map((member) => [member, role, condition?.expression ?? ""]),
    );
  } catch {
    return undefined;
  }
}

const TARGETS = [
  "bucket",
  "repository",
  "secret_id",
  "service_account_id",
  "crypto_key_id",
  "topic",
  "subscription",
  "dataset_id",
  "instance",
  "name",
  "project",
  "folder",
  "org_id",
];

function targetOf(type: string, values: Readonly<Record<string, unknown>> | undefined): string {
  const kind = type
    .replace(/^google_/, "")
    .replace(/_iam_\w+$/, "")
    .replaceAll("_", " ");
  const named = TARGETS.map((key) => textOf(values, key)).find((text) => text !== undefined);
  return named ? `${kind} ${withoutBraces(named)}` : kind;
}
