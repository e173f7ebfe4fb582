import { PLACES, tellingOf } from "./identities.ts";
import type { Attributes } from "./old-state.ts";

/** What tells a thing from others of its type, with the values that count. */
export type Identity = Readonly<Record<string, string>>;

/**
 * The attributes that tell a thing from others of its type, with their values.
 *
 * @param attributes what is known of it; a symbol stands for what is not
 * @returns nothing where too little is known to tell it apart
 */
export function identityOf(type: string, attributes: Attributes): Identity | undefined {
  const given = tellingOf(type)
    .map((name) => [name, attributes[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== "");
  if (given.some(([, value]) => typeof value === "symbol")) return undefined;
  if (given.every(([name]) => PLACES.has(name))) return undefined;
  const projects = given.flatMap(
    ([, value]) => /^projects\/([^/]+)\//.exec(String(value))?.[1] ?? [],
  );
  return {
    ...(projects[0] && { project: projects[0] }),
    ...Object.fromEntries(given.map(([name, value]) => [name, plain(value)])),
  };
}

/** True when all that ours says is equal, but for places that the other does not tell. */
export function isSame(ours: Identity, theirs: Identity): boolean {
  return Object.entries(ours).every(
    ([name, value]) => theirs[name] === value || (PLACES.has(name) && !(name in theirs)),
  );
}

/** True where one says that it stands where the other does not. */
export function isElsewhere(ours: Identity, theirs: Identity): boolean {
  return [...PLACES].some((name) => {
    const [here, there] = [ours[name], theirs[name]];
    return here !== undefined && there !== undefined && here.toLowerCase() !== there.toLowerCase();
  });
}

/** Google writes some things as links, as paths or by their last part, and means the same. */
export function plain(value: unknown): string {
  const text = String(value).replace(/^https:\/\/(www\.googleapis\.com\/compute\/v1\/)?/, "");
  return /^(projects|b)\//.test(text) ? text.slice(text.lastIndexOf("/") + 1) : text;
}
