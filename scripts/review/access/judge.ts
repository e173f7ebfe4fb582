import type { Phrase } from "../phrase.ts";
import type { AccessChange, AccessSubject, Finding, Judge } from "./access.ts";
import { ATTACHMENT_TYPES, judgeAttachment } from "./attachments.ts";
import { BOUNDARY_TYPES, judgeBoundary } from "./boundaries.ts";
import { EDGE_TYPES, judgeEdge } from "./edge.ts";
import { FEDERATION_TYPES, judgeFederation } from "./federation.ts";
import { isGoogleRole, judgeGoogleRole } from "./google-roles.ts";
import { judgeNetwork, NETWORK_TYPES } from "./network.ts";
import { judgePolicy, POLICY_TYPES } from "./policy.ts";
import { judgeSwitches, SWITCH_TYPES } from "./switches.ts";

type Kind = AccessChange["kind"];

/** Judges by type. A type may have several. */
const JUDGES: readonly Readonly<Record<string, readonly [Kind, Judge]>>[] = [
  judgedBy("permission", POLICY_TYPES, judgePolicy),
  judgedBy("permission", ATTACHMENT_TYPES, judgeAttachment),
  judgedBy("permission", BOUNDARY_TYPES, judgeBoundary),
  judgedBy("permission", FEDERATION_TYPES, judgeFederation),
  judgedBy("network", NETWORK_TYPES, judgeNetwork),
  judgedBy("network", EDGE_TYPES, judgeEdge),
  judgedBy("network", SWITCH_TYPES, judgeSwitches),
];

function judgedBy(
  kind: Kind,
  types: readonly string[],
  judge: Judge,
): Record<string, readonly [Kind, Judge]> {
  return Object.fromEntries(types.map((type) => [type, [kind, judge] as const]));
}

/** The judges of each type that was asked for. */
const known = new Map<string, readonly (readonly [Kind, Judge])[]>();

function judgesOf(type: string): readonly (readonly [Kind, Judge])[] {
  let found = known.get(type);
  if (found === undefined) {
    const google = isGoogleRole(type) ? [["permission", judgeGoogleRole] as const] : [];
    const named = JUDGES.flatMap((judges) => (Object.hasOwn(judges, type) ? [judges[type]!] : []));
    found = [...named, ...google];
    known.set(type, found);
  }
  return found;
}

/** True for a type whose changes are judged: who may do or reach what. */
export function concernsAccess(type: string): boolean {
  return judgesOf(type).length > 0;
}

/**
 * What a change of one thing means for who may do or reach what.
 *
 * @param hide makes data fit to be seen: in the words of a finding, when they are told
 */
export function judgeAccess(
  subject: AccessSubject,
  hide: (text: string) => string = (text) => text,
): AccessChange[] {
  return judgesOf(subject.type).flatMap(([kind, judge]) =>
    judge(subject).map((finding) => new Judged(subject.address, kind, finding, hide)),
  );
}

/** A finding at a thing. Of many, few are told. */
class Judged implements AccessChange {
  readonly #finding: Finding;
  readonly #hide: (text: string) => string;
  readonly address: string;
  readonly kind: Kind;
  readonly verdict: AccessChange["verdict"];
  readonly wide: boolean;
  readonly key: string | undefined;

  constructor(address: string, kind: Kind, finding: Finding, hide: (text: string) => string) {
    this.#finding = finding;
    this.#hide = hide;
    this.address = address;
    this.kind = kind;
    this.verdict = finding.verdict;
    this.wide = finding.wide;
    this.key = finding.key;
  }

  get phrase(): Phrase {
    const { phrase } = this.#finding;
    return (typeof phrase === "function" ? phrase() : phrase).map((piece) =>
      typeof piece === "string" ? piece : { code: this.#hide(piece.code) },
    );
  }

  /** The finding as JSON, with what is asked for late. */
  toJSON(): AccessChange {
    const { phrase: _, ...rest } = this.#finding;
    return { address: this.address, kind: this.kind, ...rest, phrase: this.phrase };
  }
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
