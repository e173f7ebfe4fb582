import type { AttributeDiff } from "../diff/attribute.ts";
import type { Doing } from "../plan/action.ts";

/** Why a change is folded. Replacing and destroying never are. */
export type NoiseRule = "tags-only" | "computed-only" | "asset-hash-only" | "data-reads";

/** What each rule means, for the line that says what was folded. */
export const NOISE_WORDS: Readonly<Record<NoiseRule, string>> = {
  "tags-only": "only tags or labels change",
  "computed-only":
    "nothing changes but order, ways of saying nothing, and what the provider computes",
  "asset-hash-only": "only the hash of an asset changes",
  "data-reads": "read during the apply",
};

const TAGS =
  /^(tags|tags_all|labels|terraform_labels|effective_labels|user_labels|resource_labels)$/;

const HASHES =
  /^(source_code_hash|source_hash|etag|content_md5|content_base64sha256|output_base64sha256|detect_md5hash)$/;

/** Attributes that only repeat what stands in another one. */
const MIRRORS: Readonly<Record<string, string>> = {
  tags_all: "tags",
  terraform_labels: "labels",
  effective_labels: "labels",
  effective_annotations: "annotations",
};

/** Without the attributes that repeat another one which is there. */
export function withoutMirrors(attributes: readonly AttributeDiff[]): AttributeDiff[] {
  const roots = new Set(attributes.map(({ path }) => rootOf(path)));
  return attributes.filter(({ path, forces }) => {
    const mirrored = MIRRORS[rootOf(path)];
    return forces || mirrored === undefined || !roots.has(mirrored);
  });
}

/**
 * The rule by which a change is folded; nothing for what a reviewer should see.
 *
 * @param changed names of the attributes that change; asked for only as far as they matter
 */
export function noiseOf(
  { action, moved, imported }: Doing,
  mode: string,
  changed: () => Iterable<string>,
): NoiseRule | undefined {
  if (action === "read" && mode === "data") return "data-reads";
  if (action !== "update" || moved || imported) return undefined;
  let rule: NoiseRule = "computed-only";
  for (const name of changed()) {
    const its = TAGS.test(name) ? "tags-only" : HASHES.test(name) ? "asset-hash-only" : undefined;
    if (its === undefined || (rule !== "computed-only" && rule !== its)) return undefined;
    rule = its;
  }
  return rule;
}

function rootOf(path: string): string {
  return /^[\w-]*/.exec(path)![0];
}
