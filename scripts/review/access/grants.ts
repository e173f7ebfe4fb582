import { canonical } from "../diff/same.ts";
import { objectsOf, textsOf } from "./access.ts";

/** How all begin whom a statement does not name. */
const ALL_BUT = "everybody but ";

/** One right: who may do what on what, and under which condition. */
export interface Grant {
  readonly allow: boolean;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Empty where there is none. */
  readonly condition: string;
}

/** The rights of a policy document; nothing where the text is none. */
export function grantsOf(text: string | undefined, principal: string): Grant[] | undefined {
  if (text === undefined) return [];
  let document: { readonly Statement?: unknown } | null;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== "object" || Array.isArray(document)) return undefined;
  const grants: Grant[] = [];
  for (const statement of objectsOf(document?.Statement)) {
    const allow = statement["Effect"] !== "Deny";
    const condition = statement["Condition"] ? canonical(statement["Condition"]) : "";
    const actions = either(statement, "Action");
    const resources = either(statement, "Resource", "*");
    for (const who of principalsOf(statement, principal)) {
      for (const action of actions) {
        for (const resource of resources) {
          grants.push({ allow, principal: who, action, resource, condition });
        }
      }
    }
  }
  return grants;
}

function either(
  statement: Readonly<Record<string, unknown>>,
  key: string,
  byDefault?: string,
): string[] {
  const inverted = statement[`Not${key}`];
  if (inverted !== undefined) return [`all but ${textsOf(inverted).sort().join(", ")}`];
  const texts = textsOf(statement[key]);
  return texts.length === 0 && byDefault !== undefined ? [byDefault] : texts;
}

function principalsOf(statement: Readonly<Record<string, unknown>>, byDefault: string): string[] {
  const inverted = statement["NotPrincipal"];
  if (inverted !== undefined) return [`${ALL_BUT}${canonical(inverted)}`];
  const given = statement["Principal"];
  if (given === undefined) return [byDefault];
  if (typeof given === "string") return [given];
  return Object.values(given as object).flatMap(textsOf);
}

/** True when everything that `inner` allows is allowed by `outer`. */
export function covers(outer: Grant, inner: Grant): boolean {
  return (
    outer.allow === inner.allow &&
    (outer.condition === "" || outer.condition === inner.condition) &&
    matches(outer.principal, inner.principal) &&
    (outer.action === inner.action ||
      matches(outer.action.toLowerCase(), inner.action.toLowerCase())) &&
    matches(outer.resource, inner.resource)
  );
}

/** `*` is any run of letters and `?` is one, also where the other text has them. */
function matches(pattern: string, text: string): boolean {
  if (pattern === "*" || pattern === text) return true;
  if (!/[*?]/.test(pattern)) return false;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** True for rights of everybody, to do everything, or on everything that a wide action meets. */
export function isWide({ allow, principal, action, resource, condition }: Grant): boolean {
  if (!allow) return false;
  if ((principal === "*" || principal.startsWith(ALL_BUT)) && condition === "") return true;
  return (
    action === "*" || action.startsWith("all but") || (/:\*$/.test(action) && resource === "*")
  );
}
