import type { AccessChange, AccessSubject, Judge } from "./access.ts";
import { ATTACHMENT_TYPES, judgeAttachment } from "./attachments.ts";
import { EDGE_TYPES, judgeEdge } from "./edge.ts";
import { isGoogleRole, judgeGoogleRole } from "./google-roles.ts";
import { judgeNetwork, NETWORK_TYPES } from "./network.ts";
import { judgePolicy, POLICY_TYPES } from "./policy.ts";

type Kind = AccessChange["kind"];

const JUDGES: Readonly<Record<string, readonly [Kind, Judge]>> = {
  ...judgedBy("permission", POLICY_TYPES, judgePolicy),
  ...judgedBy("permission", ATTACHMENT_TYPES, judgeAttachment),
  ...judgedBy("network", NETWORK_TYPES, judgeNetwork),
  ...judgedBy("network", EDGE_TYPES, judgeEdge),
};

function judgedBy(
  kind: Kind,
  types: readonly string[],
  judge: Judge,
): Record<string, readonly [Kind, Judge]> {
  return Object.fromEntries(types.map((type) => [type, [kind, judge] as const]));
}

/** True for a type whose changes are judged: who may do or reach what. */
export function concernsAccess(type: string): boolean {
  return Object.hasOwn(JUDGES, type) || isGoogleRole(type);
}

/** What a change of one thing means for who may do or reach what. */
export function judgeAccess(subject: AccessSubject): AccessChange[] {
  const { type, address } = subject;
  const role = isGoogleRole(type) ? (["permission", judgeGoogleRole] as const) : undefined;
  const found = Object.hasOwn(JUDGES, type) ? JUDGES[type] : role;
  if (!found) return [];
  const [kind, judge] = found;
  return judge(subject).map((finding) => ({ address, kind, ...finding }));
}

/**
 * Without what only moves from one thing to another: what is given up in one place and given in
 * another is neither more nor less.
 */
export function settleAccess(found: readonly AccessChange[]): AccessChange[] {
  const keys = (verdict: AccessChange["verdict"]) =>
    new Set(found.filter((each) => each.verdict === verdict).map(({ key }) => key));
  const [gained, lost] = [keys("broadens"), keys("narrows")];
  return found.filter(({ key }) => key === undefined || !(gained.has(key) && lost.has(key)));
}
