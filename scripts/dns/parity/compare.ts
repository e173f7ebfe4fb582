import { isIP } from "node:net";
import type { Answer, Question } from "../wire/message.ts";

/** What an answer says, in one form: sorted values without TTLs, or why there are none. */
export function shapeOf(answer: Answer, question: Question, zone: string): string {
  const { code, records, authoritative } = answer;
  if (code !== "NOERROR" && code !== "NXDOMAIN") return code;
  const { name, type } = question;
  const own = records.filter(
    (record) => record.name === name && (record.type === type || record.type === "CNAME"),
  );
  if (own.length === 0) return referralOf(answer, question, zone) ?? "nothing";
  const values = own.map((record) =>
    record.type === type ? record.value : `${record.type} ${record.value}`,
  );
  return `${authoritative ? "" : "not authoritative: "}${joined(values)}`;
}

/** Who answers instead. Asked for the delegation itself, a server gives it in this place as well. */
function referralOf(
  { authority }: Answer,
  { name, type }: Question,
  zone: string,
): string | undefined {
  const servers = authority.filter((record) => record.type === "NS" && record.name !== zone);
  const [first] = servers;
  if (!first) return undefined;
  const names = joined(servers.map(({ value }) => value));
  return type === "NS" && first.name === name ? names : `see ${first.name}: ${names}`;
}

function joined(values: readonly string[]): string {
  return [...new Set(values)].sort().join(" | ");
}

/** An answer that differs. */
export interface Difference {
  /** `MX example.com`. */
  readonly key: string;
  /** What the old servers say; more than one where they do not agree. */
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** What is expected of a set whose answers need not be the same. */
export type Expectation =
  /** The old servers answer with addresses, the new ones with this name, or at the apex with addresses. */
  | { readonly alias: string }
  /** The new servers answer this, whatever the old ones say. */
  | { readonly answers: string };

/** True when the sides say the same, or what is expected of them. */
export function agrees(
  { key, old, new: fresh }: Difference,
  expected: Expectation | undefined,
  zone: string,
): boolean {
  // All servers of the new side say the same; the old ones too, but where their answers rotate.
  const [after = "", ...others] = fresh;
  if (others.length > 0 || after === "") return false;
  if (expected === undefined) return old.length === 1 && old[0] === after;
  if ("answers" in expected) return after === expected.answers;
  const isApex = key.endsWith(` ${zone}`);
  if (key.startsWith("CNAME ")) return after === (isApex ? "nothing" : expected.alias);
  if (!isApex) return after === `CNAME ${expected.alias}`;
  // Flattened at the apex. An AAAA may be there or not, as the name that is followed has it.
  return isAddresses(after, key.startsWith("AAAA "));
}

function isAddresses(shape: string, orNothing: boolean): boolean {
  if (shape === "nothing") return orNothing;
  return shape.split(" | ").every((each) => isIP(each) > 0);
}
