import { textsAt } from "../../../store/index-of.ts";
import { type Case, everything, having, refused, text } from "../case.ts";
import { isUnmistakable, ownerOf } from "../owner.ts";
import { AWS } from "./aws.ts";
import { AWS_DELIVERY } from "./aws-delivery.ts";
import { CLOUDFLARE } from "./cloudflare.ts";
import { GOOGLE } from "./google.ts";
import { protectionOf } from "./protected.ts";
import type { Use, Uses } from "./use.ts";

const USES: Uses = { ...AWS, ...AWS_DELIVERY, ...GOOGLE, ...CLOUDFLARE };

/** Refuses to delete what is protected, still used or not empty. */
export function checkGoing(subject: Case): void {
  const { type, planned, before } = subject;
  if (planned || !before) return;
  const { object } = before;
  // It is forgotten, and nobody is asked to delete it.
  if (object["deletion_policy"] === "ABANDON") return;
  const call = `deleting ${type} (${text(object, "id") || text(object, "name")})`;
  const protection = protectionOf(type, object);
  if (protection) throw refused(call, protection.code, protection.message);
  for (const use of USES[type] ?? []) {
    if (use.unless && object[use.unless] === true) continue;
    const user = userOf(subject, use) ?? mentionOf(subject, use);
    if (user) throw refused(call, use.code, use.message(object, user));
  }
}

/** Something that names the thing, of its own account or by what names nothing else in the world. */
function userOf({ clouds, before, scope }: Case, { users, by }: Use) {
  const names = new Set(by.map((name) => text(before?.object, name)).filter((name) => name !== ""));
  for (const [type, paths] of Object.entries(users)) {
    for (const path of paths) {
      for (const name of names) {
        for (const user of having(clouds, type, path, name)) {
          if (isUnmistakable(name) || ownerOf(user.scope) === ownerOf(scope)) return user;
        }
      }
    }
  }
  return undefined;
}

/** Something in whose text a name of the thing stands, among other words. */
function mentionOf({ clouds, before }: Case, { mentioned }: Use) {
  if (!mentioned || !before) return undefined;
  const { type, path, as } = mentioned;
  const name = as(before.object);
  const isIn = (each: string) => each.split(/[^$0-9A-Za-z_]+/).includes(name);
  for (const user of everything(clouds, type)) {
    if (textsAt(user.object, path).some(isIn)) return user;
  }
  return undefined;
}
