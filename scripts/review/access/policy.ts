import { UNKNOWN } from "../diff/shown.ts";
import { code, listed, type Phrase } from "../phrase.ts";
import { type AccessSubject, type Finding, type Judge, textOf, withoutBraces } from "./access.ts";
import { covers, type Grant, grantsOf, isWide } from "./grants.ts";

/** Where a type keeps a policy document, and who gets the rights where it does not say. */
interface PolicyPlace {
  readonly attribute: string;
  /** Attribute that names the grantee. */
  readonly grantee?: string;
  /** What the grantee is: `role`. */
  readonly kind?: string;
  /** It only limits what passes: without one, everything does. */
  readonly limits?: boolean;
  /** Where none is written the provider sets one that gives nothing away. */
  readonly own?: boolean;
}

const POLICIES: Readonly<Record<string, readonly PolicyPlace[]>> = {
  aws_backup_vault_policy: [{ attribute: "policy" }],
  aws_ecr_repository_policy: [{ attribute: "policy" }],
  aws_efs_file_system_policy: [{ attribute: "policy" }],
  aws_iam_group_policy: [{ attribute: "policy", grantee: "group", kind: "group" }],
  aws_iam_policy: [{ attribute: "policy", grantee: "name", kind: "whoever has the policy" }],
  aws_iam_role: [{ attribute: "assume_role_policy" }],
  aws_iam_role_policy: [{ attribute: "policy", grantee: "role", kind: "role" }],
  aws_iam_user_policy: [{ attribute: "policy", grantee: "user", kind: "user" }],
  aws_kms_key: [{ attribute: "policy" }],
  aws_kms_key_policy: [{ attribute: "policy" }],
  aws_opensearch_domain: [{ attribute: "access_policies", own: true }],
  aws_opensearch_domain_policy: [{ attribute: "access_policies" }],
  aws_s3_bucket_policy: [{ attribute: "policy" }],
  aws_secretsmanager_secret_policy: [{ attribute: "policy" }],
  aws_sns_topic: [{ attribute: "policy", own: true }],
  aws_sns_topic_policy: [{ attribute: "policy" }],
  aws_sqs_queue: [{ attribute: "policy", own: true }],
  aws_sqs_queue_policy: [{ attribute: "policy" }],
  aws_vpc_endpoint: [{ attribute: "policy", limits: true }],
};

/** Who may do what by policies of AWS. */
export const judgePolicy: Judge = (subject) =>
  (POLICIES[subject.type] ?? []).flatMap((place) => judgePlace(subject, place));

/** A policy that limits nothing. */
const OPEN = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

/** Types that `judgePolicy` judges. */
export const POLICY_TYPES: readonly string[] = Object.keys(POLICIES);

function judgePlace(subject: AccessSubject, place: PolicyPlace): Finding[] {
  const { attribute, grantee, kind, limits, own } = place;
  if (limits && (!subject.before || !subject.after)) return [];
  const named = textOf(subject.after ?? subject.before, grantee ?? "") ?? subject.name;
  const who = grantee ? `${kind} ${withoutBraces(named)}` : "";
  const byDefault = limits ? OPEN : undefined;
  const before = textOf(subject.before, attribute) ?? byDefault;
  const after = textOf(subject.after, attribute) ?? byDefault;
  if (before === after || (own && after === UNKNOWN)) return [];
  const had = grantsOf(before, who);
  const has = grantsOf(after, who);
  if (!had || !has) return [unjudged(who || subject.name)];
  const target =
    attribute === "assume_role_policy"
      ? `role ${textOf(subject.after, "name") ?? subject.name}`
      : undefined;
  const gained = [...beyond(has, had, true), ...beyond(had, has, false)];
  const lost = [...beyond(had, has, true), ...beyond(has, had, false)];
  return [
    ...told(subject.after ? gained : [], "broadens", target),
    ...told(lost, "narrows", target),
  ];
}

/** The rights, or the refusals, of one side that the other has not. */
function beyond(side: readonly Grant[], other: readonly Grant[], allow: boolean): Grant[] {
  return side.filter((grant) => grant.allow === allow && !other.some((one) => covers(one, grant)));
}

function unjudged(who: string): Finding {
  const phrase: Phrase = ["the rights of ", code(who), " are known after the apply"];
  return { verdict: "open", wide: false, phrase };
}

/** One sentence for each who, on what and under which condition. */
function told(
  grants: readonly Grant[],
  verdict: "broadens" | "narrows",
  target: string | undefined,
): Finding[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const { allow, principal, resource, condition } = grant;
    const key = JSON.stringify([allow, principal, target ?? resource, condition]);
    const group = groups.get(key);
    if (group) group.push(grant);
    else groups.set(key, [grant]);
  }
  return [...groups.entries()].map(([key, group]) => ({
    verdict,
    key: `${key} ${group.map(({ action }) => action).sort()}`,
    wide: verdict === "broadens" && group.some((grant) => isWide(grant) && !isOwnAccount(grant)),
    phrase: () => sentence(group, verdict, target),
  }));
}

function sentence(
  group: readonly Grant[],
  verdict: "broadens" | "narrows",
  target: string | undefined,
): Phrase {
  const { allow, principal, resource, condition } = group[0]!;
  const may = allow
    ? verdict === "broadens"
      ? " may now "
      : " may no longer "
    : verdict === "broadens"
      ? " is no longer refused "
      : " is now refused ";
  const actions = [...new Set(group.map(({ action }) => action))].sort();
  return [
    principal === "*" ? "everybody" : code(withoutBraces(principal)),
    may,
    ...listed(actions),
    " on ",
    target === undefined && resource === "*"
      ? "everything"
      : code(withoutBraces(target ?? resource)),
    ...(condition
      ? [" where ", code(condition.length > 160 ? `${condition.slice(0, 160)} ...` : condition)]
      : []),
  ];
}

/** A key's or bucket's own account may do everything on it: that is how such policies begin. */
function isOwnAccount({ principal }: Grant): boolean {
  return /^arn:aws[\w-]*:iam::\d{12}:root$/.test(principal);
}
