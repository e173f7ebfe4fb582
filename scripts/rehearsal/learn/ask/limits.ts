import { valueProblems } from "../../provider/behaviour/validate/values.ts";
import type { CtyType } from "../../provider/cty/type.ts";
import type { Value } from "../../provider/cty/value.ts";
import { wordsOf } from "../hear/knowledge.ts";
import { readRelation } from "../hear/relation.ts";
import { leavesMeant } from "../hear/whose.ts";
import { minimalConfig, setLeaf } from "../probe/config.ts";
import type { Leaf } from "../probe/leaf.ts";
import { type Subject, valueFor } from "./subject.ts";

/** Texts that many a rule lets through although its words do not say so. */
const SAMPLES: readonly string[] = [
  "",
  "aaa1",
  "alias/aaa",
  "arn:aws:s3:::aaa",
  "arn:aws-us-gov:iam::123456789012:role/aaa",
  "00000000-0000-4000-8000-000000000000",
  "0.0.0.0/0",
  "10.0.0.1/16",
  "2001:db8::/32",
  "10.0.0.1",
  "::1",
  "2026-01-01",
  "10:00",
  "2026-01-01T00:00:00+02:00",
  "{}",
  "[]",
  "https://example.com",
  "s3://aaa/bbb",
  "example.com",
  "a@example.com",
  "30s",
  "P1D",
  "5",
  "123456789012",
  "YWFh",
  "AAA",
  "a b",
  "aaa_1.b-c",
];

const NUMBERS = [0, -1] as const;

/**
 * Tries what was understood: where the rehearsal would refuse a value that the provider accepts, the
 * rule goes, or the value is noted as allowed besides. What the rehearsal refuses must be certain.
 */
export async function askLimits(subject: Subject): Promise<void> {
  const { knowledge } = subject;
  const candidates = subject.leaves.filter(
    ({ path, type }) => knowledge.knows(path) && innermost(type) !== undefined,
  );
  for (const sample of [...SAMPLES, ...NUMBERS]) {
    const wanted = typeof sample === "string" ? "string" : "number";
    const doubted = candidates.filter(
      (leaf) => innermost(leaf.type) === wanted && refuses(subject, leaf, sample),
    );
    if (doubted.length === 0) continue;
    const refused = await refusedBy(subject, doubted, sample);
    for (const leaf of doubted) if (!refused.has(leaf)) knowledge.doubt(leaf.path, sample);
  }
}

function refuses({ knowledge }: Subject, leaf: Leaf, sample: string | number): boolean {
  return valueProblems(knowledge.facts, leaf.path, [], sample).length > 0;
}

/** The leaves at which the provider refuses a value; those that it does not look at count as well. */
async function refusedBy(
  subject: Subject,
  leaves: readonly Leaf[],
  sample: string | number,
): Promise<ReadonlySet<Leaf>> {
  const refused = new Set<Leaf>();
  const { name, block, provider } = subject;
  const fill = (leaf: Leaf) => valueFor(subject, leaf);
  const config = minimalConfig(block, fill);
  for (const leaf of leaves) setLeaf(config, leaf, asType(leaf.type, sample), fill);
  for (const problem of await provider.validate(name, block, config)) {
    const meant = leavesMeant(problem, subject.leaves);
    // A relation is told before the value is looked at; a set or a list does not say which of its
    // elements it means.
    const around = readRelation(wordsOf(problem)) || meant.length !== 1 ? within(problem) : [];
    for (const leaf of [...meant, ...around]) refused.add(leaf);
  }
  return refused;

  function within({ attribute }: { readonly attribute?: { readonly steps: readonly object[] } }) {
    const [first] = attribute?.steps ?? [];
    const root = first && "attribute_name" in first ? String(first.attribute_name) : undefined;
    return root === undefined
      ? leaves
      : leaves.filter(({ path }) => path === root || path.startsWith(`${root}.`));
  }
}

function innermost(type: CtyType): "string" | "number" | undefined {
  if (type === "string" || type === "number") return type;
  if (typeof type === "string" || (type[0] !== "list" && type[0] !== "set")) return undefined;
  return innermost(type[1] as CtyType);
}

function asType(type: CtyType, value: string | number): Value {
  return typeof type === "string" ? value : [asType(type[1] as CtyType, value)];
}
