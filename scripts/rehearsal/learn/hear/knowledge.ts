import type { Diagnostic } from "../../provider/protocol/messages.ts";
import type { Bounds, Facts } from "../../provider/schema/schema.ts";
import type { Leaf } from "../probe/leaf.ts";
import { type Relation, readRelation } from "./relation.ts";
import { type Rule, readRule } from "./rule.ts";

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** The kinds of facts that say something about the value of one path. */
const BY_PATH = ["oneOf", "range", "length", "pattern", "format"] as const;

/** What is known of a resource type so far. It grows with each refusal that is understood. */
export class Knowledge {
  readonly facts: Written<Facts>;
  /** Paths that refuse something for a reason that was not understood. */
  readonly otherRule = new Set<string>();

  constructor(known: Facts = {}) {
    this.facts = { ...known };
  }

  /** Keeps what a provider said about the value of a leaf. False when it is nothing new. */
  hear(leaf: Leaf, message: string): boolean {
    const rule = readRule(message, leaf.type === "number");
    if (!rule) {
      this.otherRule.add(leaf.path);
      return false;
    }
    return this.#keep(leaf.path, rule);
  }

  /** Keeps what a provider said about several attributes. False when it said nothing of the kind. */
  hearRelation(message: string): Relation | undefined {
    const relation = readRelation(message);
    if (relation) this.#keepRelation(relation);
    return relation;
  }

  /** Is there a rule for the value at this path? */
  knows(path: string): boolean {
    return BY_PATH.some((kind) => this.facts[kind]?.[path] !== undefined);
  }

  /**
   * Takes back what was understood of a path, because it does not hold for this value. An
   * enumeration, and any rule that the empty value alone does not keep, stays with an exception.
   */
  doubt(path: string, allowed: string | number): void {
    if (allowed === "" || typeof allowed === "number" || this.facts.oneOf?.[path]) {
      const known = this.facts.alsoAllowed?.[path] ?? [];
      this.facts.alsoAllowed = { ...this.facts.alsoAllowed, [path]: [...known, allowed] };
      return;
    }
    for (const kind of ["pattern", "format", "length"] as const) {
      const { [path]: _doubted, ...others } = this.facts[kind] ?? {};
      this.facts[kind] = others as never;
    }
    this.otherRule.add(path);
  }

  #keep(path: string, rule: Rule): boolean {
    const before = JSON.stringify(BY_PATH.map((kind) => this.facts[kind]?.[path]));
    if (rule.kind === "oneOf") this.facts.oneOf = { ...this.facts.oneOf, [path]: rule.values };
    else if (rule.kind === "pattern") {
      this.facts.pattern = { ...this.facts.pattern, [path]: rule.pattern };
    } else if (rule.kind === "format") {
      this.facts.format = { ...this.facts.format, [path]: rule.format };
    } else {
      const bounds = narrower(this.facts[rule.kind]?.[path], rule.bounds);
      this.facts[rule.kind] = { ...this.facts[rule.kind], [path]: bounds };
    }
    return before !== JSON.stringify(BY_PATH.map((kind) => this.facts[kind]?.[path]));
  }

  #keepRelation({ kind, path, paths }: Relation): void {
    if (kind === "exactlyOneOf" || kind === "atLeastOneOf") {
      const known = this.facts[kind] ?? [];
      if (!known.some((group) => group.join() === paths.join())) {
        this.facts[kind] = [...known, paths];
      }
      return;
    }
    const others = [...new Set([...(this.facts[kind]?.[path!] ?? []), ...paths])].sort();
    this.facts[kind] = { ...this.facts[kind], [path!]: others };
  }
}

function narrower(known: Bounds | undefined, heard: Bounds): Bounds {
  if (!known) return heard;
  return [heard[0] ?? known[0], heard[1] ?? known[1]];
}

/** What a diagnostic says, on one line. */
export function wordsOf({ summary, detail }: Diagnostic): string {
  return `${summary} ${detail ?? ""}`.replace(/\s+/g, " ").trim();
}
