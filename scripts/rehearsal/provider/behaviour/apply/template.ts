import { type Alphabet, signs } from "./seed.ts";

/** Where the parts of a template come from. */
export interface TemplateScope {
  /** Seed of this very value: of its instance and of its place in it. */
  readonly seed: string;
  /** Seed that every instance of the type shares in its account. */
  readonly typeSeed: string;
  /** A named value: of the connection (`region`) or an attribute of the resource; "" if unset. */
  readonly text: (name: string) => string;
}

const TOKEN = /\{([a-z0-9_|:]+)\}/g;

/**
 * Expands `{...}` in a template:
 *
 * - `{region}`, `{name}`: a value of the connection or the resource; `{a|b}` the first that is set
 * - `{cluster:last}`: what follows the last `/` or `:` of it
 * - `{hex:17}`, `{digits:12}`, `{alnum:8}`, `{upper:14}`, `{uuid}`: signs made from the value's seed;
 *   `{number:12}` does not begin with 0, `{octet}` is the last part of an address
 * - `{hex:8:name}`, `{uuid:name}`: made from the value of `name`, so equal at each creation
 */
export function expand(template: string, scope: TemplateScope): string {
  return template.replace(TOKEN, (_all, inner: string) => {
    const [name = "", first, second] = inner.split(":");
    if (name === "uuid") return uuid(seedOf(scope, first));
    if (name === "octet") return `${(Number(signs(seedOf(scope, first), "digits", 6)) % 250) + 4}`;
    if (first && /^\d+$/.test(first)) return made(name, Number(first), seedOf(scope, second));
    const text = firstSet(name.split("|"), scope);
    return first === "last" ? (text.split(/[/:]/).pop() ?? "") : text;
  });
}

function seedOf(scope: TemplateScope, of: string | undefined): string {
  return of === undefined ? scope.seed : `${scope.typeSeed}/${of}=${scope.text(of)}`;
}

function made(alphabet: string, length: number, seed: string): string {
  if (alphabet !== "number") return signs(seed, alphabet as Alphabet, length);
  return `${(Number(signs(seed, "digits", 1)) % 9) + 1}${signs(`${seed}+`, "digits", length - 1)}`;
}

function uuid(seed: string): string {
  const hex = signs(seed, "hex", 32);
  // Version 4, variant 1: what random UUIDs look like.
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}

function firstSet(names: readonly string[], { text }: TemplateScope): string {
  for (const name of names) {
    const found = text(name);
    if (found !== "") return found;
  }
  return "";
}
