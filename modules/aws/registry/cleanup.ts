/** Which images a rule is about. */
export type Match =
  /** Without any tag: what a moved tag left behind, and the parts of multi-platform images. */
  | "untagged"
  /** Every image that no other rule is about. */
  | "any"
  /** With a tag that fits one of the patterns; `*` stands for anything: `dev-*`. */
  | { readonly tags: readonly string[] };

/** How many of a rule's images stay. */
export type Keep =
  /** All, whatever other rules say. */
  | "all"
  /** The newest ones, counted over all images that the rule is about. */
  | { readonly newest: number }
  /** Those pushed within these days. */
  | { readonly days: number };

/** One rule: which images, and how many of them stay. */
export interface CleanupRule {
  readonly match: Match;
  readonly keep: Keep;
}

/** Rules by the kebab-case name that their author chose. The name is what the console shows. */
export type CleanupRules = Readonly<Record<string, CleanupRule>>;

/**
 * Nothing of a rule that keeps more images than there are goes. A repository holds 10,000 unless AWS has
 * raised that (ECR User Guide, "Service quotas", images per repository).
 */
const ALL = 100_000;

/** The lifecycle policy as ECR takes it: rules that keep all first, `any` last, others by name. */
export function lifecyclePolicy(rules: CleanupRules): string {
  const ranked = Object.keys(rules).sort(
    (a, b) => rank(rules[a]!) - rank(rules[b]!) || order(a, b),
  );
  return JSON.stringify({
    rules: ranked.map((name, index) => ({
      rulePriority: index + 1,
      description: name,
      selection: { ...selectionOf(rules[name]!.match), ...countOf(rules[name]!.keep) },
      action: { type: "expire" },
    })),
  });
}

/** ECR judges an image by the first rule that is about it, so what keeps all comes first. */
function rank({ match, keep }: CleanupRule): number {
  if (match === "any") return 3;
  if (match === "untagged") return 2;
  return keep === "all" ? 0 : 1;
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function selectionOf(match: Match) {
  if (typeof match === "string") return { tagStatus: match };
  return { tagStatus: "tagged", tagPatternList: [...match.tags].sort() };
}

function countOf(keep: Keep) {
  if (typeof keep === "string") return { countType: "imageCountMoreThan", countNumber: ALL };
  if ("newest" in keep) return { countType: "imageCountMoreThan", countNumber: keep.newest };
  return { countType: "sinceImagePushed", countUnit: "days", countNumber: keep.days };
}
