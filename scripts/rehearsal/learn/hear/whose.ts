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
  const exact = leaves.filter(({ path }) => path === at);
  if (exact.length > 0) return exact;
  const words = wordsOf(diagnostic).replace(/\[[^\]]{0,400}\]|\.\d+(?=\.)/g, "");
  const within = leaves.filter(({ path }) => at === "" || path.startsWith(`${at}.`));
  const named = within.filter(({ path }) => mentions(words, path));
  return named.length > 0 ? named : within.filter(({ name }) => mentions(words, name));
}

function mentions(words: string, name: string): boolean {
  const escaped = name.replaceAll(".", "\\.");
  return new RegExp(`(?:^|[\\s"'\`.(])${escaped}(?:$|[\\s"'\`:,)])`).test(words);
}
