/** What a provider said about several attributes at once. */
export interface Relation {
  readonly kind: "conflictsWith" | "exactlyOneOf" | "atLeastOneOf" | "requiredWith";
  /** The attribute that is spoken of, for `conflictsWith` and `requiredWith`. */
  readonly path?: string;
  /** The others; all of them for the other two. */
  readonly paths: readonly string[];
}

/** Sentence, kind, and which of its groups are the path and the others. */
const SENTENCES: readonly (readonly [RegExp, Relation["kind"], number, number])[] = [
  [/"([\w.]+)": conflicts with ([\w.]+)/, "conflictsWith", 1, 2],
  // One that names a value ("... is \"off\"") speaks of that value alone.
  [
    /[aA]ttribute "([\w.[\]]+)" cannot be specified when "([\w.[\]]+)" is specified/,
    "conflictsWith",
    1,
    2,
  ],
  [/"([\w.]+)": all of `([\w.,\s]+)` must be specified/, "requiredWith", 1, 2],
  [
    /[aA]ttribute "([\w.[\]]+)" must be specified when "([\w.[\]]+)" is specified/,
    "requiredWith",
    2,
    1,
  ],
  [/only one of `([\w.,\s]+?)` can be specified/i, "exactlyOneOf", 0, 1],
  [/[eE]xactly one of `?([\w.,\s]+?)`? (?:can|must) be specified/, "exactlyOneOf", 0, 1],
  [/[eE]xactly one of these attributes must be configured: \[([^\]]*)\]/, "exactlyOneOf", 0, 1],
  [/one and only one (?:attribute )?(?:of|out of) \[?([\w.,\s<>]+?)\]? /i, "exactlyOneOf", 0, 1],
  [/[aA]t least one (?:attribute )?(?:of|out of) \[([^\]]*)\]/, "atLeastOneOf", 0, 1],
  [/one of `([\w.,\s]+?)` must be specified/i, "atLeastOneOf", 0, 1],
  [/[aA]t least one of these attributes must be configured: \[([^\]]*)\]/, "atLeastOneOf", 0, 1],
];

/** Reads a relation out of a refusal; undefined when the words are not understood. */
export function readRelation(message: string): Relation | undefined {
  const plain = message.replace(/\[(?:\d+|"[^"]*"|Value\(.*?\)\))\]/g, "");
  for (const [words, kind, path, paths] of SENTENCES) {
    const found = words.exec(plain);
    if (!found) continue;
    const named = path === 0 ? undefined : withoutIndexes(found[path]!);
    const others = listed(found[paths]!).filter((other) => other !== named);
    return { kind, ...(named !== undefined && { path: named }), paths: others };
  }
  const together = /cannot be configured together: \[([^\]]*)\]/.exec(plain);
  if (!together) return undefined;
  const [first, ...others] = listed(together[1]!);
  return { kind: "conflictsWith", path: first!, paths: others };
}

function listed(text: string): string[] {
  return [...new Set(text.split(/[,\s]+/).map(withoutIndexes))]
    .filter((path) => path !== "")
    .sort();
}

/** `a.0.b` and `a[0].b` are `a.b`; the framework writes `<.b` for one beside the attribute. */
function withoutIndexes(path: string): string {
  return path
    .replace(/\[[^\]]*\]/g, "")
    .replace(/\.\d+(?=\.|$)/g, "")
    .replace(/^<?\./, "");
}
