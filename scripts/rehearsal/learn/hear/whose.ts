import { dotted } from "../../provider/cty/path.ts";
import type { Diagnostic } from "../../provider/protocol/messages.ts";
import type { Leaf } from "../probe/leaf.ts";
import { wordsOf } from "./knowledge.ts";

/**
 * The leaves that a refusal is about. Its path names one, or ends at the set or the block around
 * it; then its words do.
 */
export function leavesMeant(diagnostic: Diagnostic, leaves: readonly Leaf[]): readonly Leaf[] {
  const at = dotted(diagnostic.attribute?.steps ?? []);
  const words = withoutIndexes(wordsOf(diagnostic));
  const [exact] = leaves.filter(({ path }) => path === at);
  if (exact) {
    const named = besides(exact, leaves, words) ?? exact;
    return speaksOfAnother(words, named) ? [] : [named];
  }
  const within = leaves.filter(({ path }) => at === "" || path.startsWith(`${at}.`));
  const named = within.filter(({ path }) => mentions(words, path));
  return named.length > 0 ? named : within.filter(({ name }) => mentions(words, name));
}

/**
 * The older library mixes up the last names of paths that stand beside each other. Where the words
 * name one of the neighbours, and not the one that the path names, they are right.
 */
function besides(exact: Leaf, leaves: readonly Leaf[], words: string): Leaf | undefined {
  if (exact.containers.length === 0 || namesIt(words, exact)) return undefined;
  const around = exact.containers.at(-1)!.block;
  const named = leaves.filter(
    (leaf) => leaf.containers.at(-1)?.block === around && namesIt(words, leaf),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** Do the words name another place by its whole path? Not all places of a large type are asked. */
function speaksOfAnother(words: string, { path, containers }: Leaf): boolean {
  if (containers.length === 0) return false;
  const around = path.slice(0, path.lastIndexOf(".") + 1);
  const quoted = [...words.matchAll(/["'`]([\w.]+)["'`]/g)].map(([, name]) => name!);
  return quoted.some((name) => name.startsWith(around) && name !== path) && !words.includes(path);
}

function namesIt(words: string, { name, path }: Leaf): boolean {
  return mentions(words, path) || mentions(words, name);
}

/** Is the name spoken of? A bare word that many a sentence has, such as `value`, is not enough. */
function mentions(words: string, name: string): boolean {
  const escaped = name.replaceAll(".", "\\.");
  const before = name === "value" || name === "type" ? "[.\"'`]" : "[\\s\"'`.(]";
  return new RegExp(`(?:^|${before})${escaped}(?:$|[\\s"'\`:,)])`).test(words);
}

/** The words without what stands in brackets, which may be a whole element of a set. */
function withoutIndexes(words: string): string {
  let depth = 0;
  let plain = "";
  for (const sign of words) {
    if (sign === "[") depth += 1;
    if (depth === 0) plain += sign;
    if (sign === "]" && depth > 0) depth -= 1;
  }
  return plain.replace(/\.\d+(?=\.)/g, "");
}
