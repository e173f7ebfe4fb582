import { type Alphabet, signs } from "./seed.ts";

/** Where the parts of a template come from. */
export interface TemplateScope {
  /** Seed of this very instance. */
  readonly seed: string;
  /** Seed that every instance of the type shares in its account. */
  readonly typeSeed: string;
  /** A named value: of the connection (`region`) or an attribute of the resource; "" if unset. */
  readonly text: (name: string) => string;
}

/**
 * Expands `{...}` in a template:
 *
 * - `{region}`, `{name}`: a value of the connection or of the resource; `{a|b}` the first that is set
 * - `{cluster:last}`: what follows the last `/` or `:` of it
 * - `{hex:17}`, `{digits:12}`, `{alnum:8}`, `{upper:14}`: signs made from the instance's seed
 * - `{hex:8:name}`: the same, made from the value of `name`, so that it is equal at each creation
 */
export function expand(template: string, scope: TemplateScope): string {
  return template.replace(/\{([^{}]+)\}/g, (_all, inner: string) => {
    const [name = "", argument = "", of] = inner.split(":");
    if (/^\d+$/.test(argument)) return made(name as Alphabet, Number(argument), of, scope);
    const text = first(name.split("|"), scope);
    return argument === "last" ? (text.split(/[/:]/).pop() ?? "") : text;
  });
}

function made(alphabet: Alphabet, length: number, of: string | undefined, scope: TemplateScope) {
  const seed = of === undefined ? scope.seed : `${scope.typeSeed}/${scope.text(of)}`;
  return signs(`${seed}/${alphabet}`, alphabet, length);
}

function first(names: readonly string[], { text }: TemplateScope): string {
  for (const name of names) {
    const found = text(name);
    if (found !== "") return found;
  }
  return "";
}
