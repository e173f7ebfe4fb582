import { type Finding, matching, must } from "@groundplan/core/problems";
import type { CleanupRule, CleanupRules } from "./cleanup.ts";
import { fits, overlap } from "./tag-pattern.ts";

/** What the linter must know of the repository beside its rules. */
export interface CleanupContext {
  /** Days back to which a deployment may be rolled back. */
  readonly rollbackDays: number;
  /** Tags that builds push, as patterns: `dev-*`. Each must fall under a rule. */
  readonly pushedTags: readonly string[];
}

/** Rules that one policy takes. ECR quota, fixed. */
const MAXIMUM_RULES = 50;

/** A pattern with more wildcards is refused by ECR. */
const WILDCARDS = 4;

/** Newest images that must stay at least: the one that runs and the one before it. */
const FEWEST = 2;

/** Everything in the rules that deletes too much, too little or not what it says. */
export function lintCleanup(rules: CleanupRules, context: CleanupContext): Finding[] {
  const entries = Object.entries(rules);
  const count = entries.length;
  const only = (match: "untagged" | "any") =>
    must(
      entries.filter(([, rule]) => rule.match === match).length <= 1,
      "cleanup",
      `have one rule for ${match} images at most`,
    );
  return [
    must(count <= MAXIMUM_RULES, "cleanup", `have at most ${MAXIMUM_RULES} rules`, count),
    must(
      entries.some(([, { keep }]) => keep !== "all"),
      "cleanup",
      "have a rule that deletes something",
      undefined,
      "a repository that only keeps grows for ever",
    ),
    only("untagged"),
    only("any"),
    ...entries.flatMap(([name, rule]) => ruleProblems(name, rule, context)),
    ...overlapProblems(rules),
    ...pushProblems(rules, context),
  ];
}

function ruleProblems(name: string, { match, keep }: CleanupRule, context: CleanupContext) {
  const prop = `cleanup.${name}`;
  const { rollbackDays } = context;
  const counts = typeof keep === "object" ? Object.values(keep) : [];
  const findings: Finding[] = [
    matching(prop, name, /^[a-z][a-z0-9-]*$/, "have a kebab-case name"),
    ...counts.map((count) =>
      must(
        Number.isInteger(count) && count >= 1,
        `${prop}.keep`,
        "be a whole number, at least 1",
        count,
      ),
    ),
  ];
  if (typeof keep === "object" && "newest" in keep && match !== "untagged") {
    findings.push(
      must(
        keep.newest >= FEWEST,
        `${prop}.keep.newest`,
        `be at least ${FEWEST}`,
        keep.newest,
        "the image that runs may not be the newest",
      ),
    );
  }
  if (typeof keep === "object" && "days" in keep) {
    findings.push(
      must(
        match === "untagged" || keep.days >= rollbackDays,
        `${prop}.keep.days`,
        `be at least rollbackDays (${rollbackDays})`,
        keep.days,
        "a younger image may be rolled back to",
      ),
    );
  }
  return [...findings, ...patternProblems(prop, match)];
}

function patternProblems(prop: string, match: CleanupRule["match"]): Finding[] {
  if (typeof match === "string") return [];
  return [
    must(match.tags.length > 0, `${prop}.match.tags`, "name at least one pattern"),
    ...match.tags.flatMap((pattern) => [
      matching(
        `${prop}.match.tags`,
        pattern,
        /^[A-Za-z0-9_*][A-Za-z0-9._*-]{0,127}$/,
        "be a tag with * for anything",
      ),
      must(
        pattern.split("*").length - 1 <= WILDCARDS,
        `${prop}.match.tags`,
        `have at most ${WILDCARDS} wildcards`,
        pattern,
      ),
      must(
        !/[A-Za-z0-9]\*$/.test(pattern) || /^v\d*\*$/.test(pattern),
        `${prop}.match.tags`,
        "end in a separator before its *, as dev-* does",
        pattern,
        "without one it takes longer words too",
      ),
    ]),
  ];
}

/** Two rules that delete must not be about one image: which comes first would decide, unseen. */
function overlapProblems(rules: CleanupRules): Finding[] {
  const deleting = Object.entries(rules).flatMap(([name, { match, keep }]) =>
    typeof match === "object" && keep !== "all" ? [{ name, tags: match.tags }] : [],
  );
  return deleting.flatMap(({ name, tags }, index) =>
    deleting.slice(index + 1).map((other) => {
      const both = tags.find((one) => other.tags.some((two) => overlap(one, two)));
      return must(
        both === undefined,
        `cleanup.${name}.match.tags`,
        `not be about images that ${other.name} is about too`,
        both,
      );
    }),
  );
}

/** What builds push must be cleaned up by a rule, and a rule must be about something that is pushed. */
function pushProblems(rules: CleanupRules, { pushedTags }: CleanupContext): Finding[] {
  const all = Object.values(rules);
  const patterns = all.flatMap(({ match }) => (typeof match === "object" ? match.tags : []));
  const catchAll = all.some(({ match }) => match === "any");
  const example = (pushed: string) => pushed.replaceAll("*", "0");
  return [
    ...pushedTags.map((pushed) =>
      must(
        catchAll || patterns.some((pattern) => fits(example(pushed), pattern)),
        "pushedTags",
        "each fall under a rule of cleanup",
        pushed,
        "its images would stay for ever",
      ),
    ),
    ...patterns.map((pattern) =>
      must(
        pushedTags.length === 0 || pushedTags.some((pushed) => overlap(pushed, pattern)),
        "cleanup",
        "have only patterns of tags that are pushed",
        pattern,
        "this one never matches anything",
      ),
    ),
  ];
}
