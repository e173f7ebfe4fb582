import type { Thing } from "../../../store/store.ts";
import { type Case, others, refused, text } from "../case.ts";
import { ownerOf } from "../owner.ts";
import { AWS } from "./aws.ts";
import { AWS_DELIVERY } from "./aws-delivery.ts";
import { CLOUDFLARE } from "./cloudflare.ts";
import { GOOGLE } from "./google.ts";
import type { Unique, Uniques, Within } from "./unique.ts";

const UNIQUE: Uniques = { ...AWS, ...AWS_DELIVERY, ...GOOGLE, ...CLOUDFLARE };

/** Refuses a second thing of a name that can exist once. */
export function checkName(subject: Case): void {
  const { type, planned, before } = subject;
  const unique = UNIQUE[type];
  if (!unique || !planned || before) return;
  if (unique.unless && planned[unique.unless] === true) return;
  const [first = "", ...rest] = unique.by;
  const name = text(planned, first);
  if (name === "") return;
  const taken = others(subject, type, first, name).find(
    (thing) =>
      isWithin(unique.within, thing.scope, subject.scope) &&
      rest.every((part) => isSame(part, thing, subject)),
  );
  if (taken) throw refusedName(subject, name, unique);
}

function refusedName(subject: Case, name: string, { code, message }: Unique) {
  return refused(`creating ${subject.type} (${name})`, code, message(subject.planned!, subject));
}

/** Places may be written as links, or left to the provider block. */
function isSame(part: string, { object }: Thing, { planned, connection }: Case): boolean {
  const given: Readonly<Record<string, string>> = {
    region: connection.region,
    location: connection.region,
    zone: connection.zone,
  };
  const wanted = text(planned, part) || (given[part] ?? "");
  if (wanted === "") return false;
  const last = (value: string) => (part in given ? (value.split("/").at(-1) ?? "") : value);
  return last(text(object, part)) === last(wanted);
}

function isWithin(within: Within, other: string, scope: string): boolean {
  if (within === "world") return true;
  return within === "account" ? ownerOf(other) === ownerOf(scope) : other === scope;
}
