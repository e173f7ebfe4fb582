import { isFields, isList, type Value } from "../../../cty/value.ts";
import { textsAt } from "../../../store/index-of.ts";
import type { Thing } from "../../../store/store.ts";
import { type Case, having, nowhere, refused } from "../case.ts";
import { isUnmistakable, ownerOf } from "../owner.ts";
import { AWS_IDS } from "./aws.ts";
import { checkLink } from "./google.ts";
import { NAMED, type Named } from "./named.ts";

/** What names a VPC, or a group, of another account or region. */
const REACHES_FAR =
  /^aws_(vpc_peering_connection|route53_(zone|vpc_association|zone_association)|security_group|vpc_security_group|ram_|ec2_transit)/;

/** Refuses a change that names what is not there. What stood in it before is not looked at again. */
export function checkReferences(subject: Case): void {
  const { type, planned, before, clouds, connection } = subject;
  if (!planned) return;
  const had = new Set(texts(before?.object ?? null));
  const isNew = (name: string) =>
    !had.has(name) && !subject.elsewhere.has(name) && !clouds.isDeclared(connection.stack, name);
  const call = `${before ? "updating" : "creating"} ${type}`;
  for (const [attribute, value] of Object.entries(planned)) {
    for (const text of texts(value).filter(isNew)) {
      if (connection.cloud === "aws") checkId(subject, call, text);
      if (connection.cloud === "google") checkLink(subject, call, camel(attribute), text);
    }
  }
  for (const named of NAMED) {
    if (!named.types.test(type)) continue;
    for (const name of textsAt(planned, named.path).filter(isNew)) {
      checkNamed(subject, call, named, name);
    }
  }
}

/** Refuses an id or ARN of AWS's that nothing has, or that something has which cannot be seen from here. */
function checkId(subject: Case, call: string, value: string): void {
  const kind = AWS_IDS.find(({ pattern }) => pattern.test(value));
  if (!kind) return;
  const owners = Object.entries(kind.owners).flatMap(([owner, names]) =>
    names.flatMap((name) => [...having(subject.clouds, owner, name, value)]),
  );
  const reach = REACHES_FAR.test(subject.type) ? "world" : kind.seenFrom;
  if (owners.some(({ scope }) => isSeen(scope, subject.scope, reach))) return;
  const cure = owners[0] ? strange(owners[0], subject) : nowhere(subject, value);
  throw refused(call, kind.code, kind.message(value), cure);
}

function isSeen(scope: string, from: string, reach: "account" | "world" | undefined): boolean {
  if (reach === "world" || scope === from) return true;
  return reach === "account" && ownerOf(scope) === ownerOf(from);
}

/** Refuses a name that nothing has here: a role of another account has no name in this one. */
function checkNamed(subject: Case, call: string, named: Named, name: string): void {
  const { owner, by, everywhere, code, message } = named;
  const found = by.flatMap((each) => [...having(subject.clouds, owner, each, name)]);
  const isAnywhere = everywhere === true || isUnmistakable(name);
  if (found.some(({ scope }) => isAnywhere || ownerOf(scope) === ownerOf(subject.scope))) return;
  const cure = found[0] ? strange(found[0], subject) : nowhere(subject, name);
  throw refused(call, code, message(name), cure);
}

/** The thing is there, but not for this stack. */
function strange({ scope, stack }: Thing, { connection, ...subject }: Case): string {
  const [there, here] = [scope, subject.scope].map((each) => each.split("/").slice(1).join(", "));
  const word = connection.cloud === "google" ? "project" : "account";
  return `It is in ${word} ${there}, made by ${stack}; ${connection.stack} works in ${here}.`;
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function texts(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(texts);
  return isFields(value) ? Object.values(value).flatMap(texts) : [];
}
