import type { Bucket, Listed } from "./bucket.ts";
import { md5In } from "./head.ts";
import { shown } from "./names.ts";
import { pairs } from "./pairs.ts";

/**
 * True when the target has the object, as far as that is known without reading it: it was written after
 * the source's, and nothing says that it is another. Where an ETag is no MD5 the comparison knows more.
 */
export async function isThere(
  source: Bucket,
  target: Bucket,
  from: Listed,
  to: Listed | undefined,
): Promise<boolean> {
  const isLater = to !== undefined && to.modified.getTime() > from.modified.getTime();
  if (!isLater || from.size !== to.size) return false;
  if (from.etag === to.etag || from.etag.includes("-") || to.etag.includes("-")) return true;
  const [there, here] = await Promise.all([source.head(from.key), target.head(from.key)]);
  // Under a key of KMS an ETag looks like an MD5 and is none.
  return Boolean(there && here && !(md5In(there) && md5In(here)));
}

/** How far the target is. */
export interface Behind {
  readonly objects: number;
  readonly bytes: number;
  /** At the target and not, or not as they are, at the source. */
  readonly missing: readonly string[];
  readonly missingBytes: number;
  /** At the target alone. */
  readonly more: readonly string[];
}

/** Looks how far the target is, by lists. */
export async function behind(source: Bucket, target: Bucket): Promise<Behind> {
  const [missing, more]: [string[], string[]] = [[], []];
  let [objects, bytes, missingBytes] = [0, 0, 0];
  for await (const { key, from, to } of pairs(source, target)) {
    if (!from) {
      more.push(shown(key));
      continue;
    }
    objects++;
    bytes += from.size;
    if (await isThere(source, target, from, to)) continue;
    missing.push(shown(key));
    missingBytes += from.size;
  }
  return { objects, bytes, missing, missingBytes, more };
}
