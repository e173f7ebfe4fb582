import { type PublishPlan, planRelease, type Release, type Upload } from "./publish-plan.ts";
import { readPublished, unsure, writePublished } from "./published.ts";

/** What was published before, as it lies beside the site. */
export interface Remembered {
  readonly text: string;
  /** Tells whether somebody wrote it since. */
  readonly etag: string;
}

/** A bucket and the distribution before it, as publishing needs them. */
export interface SiteStore {
  /** Nothing before the first release. */
  remembered(): Promise<Remembered | undefined>;
  /** Writes files; all or an error. */
  upload(files: readonly Upload[]): Promise<void>;
  delete(paths: readonly string[]): Promise<void>;
  invalidate(paths: readonly string[]): Promise<void>;
  /**
   * Remembers what was published, and tells its new ETag.
   *
   * @param etag of what was remembered; an error where somebody wrote it since. Left out: nothing may be there
   */
  remember(text: string, etag: string | undefined): Promise<string>;
}

/** How a release is published. */
export interface Publishing {
  readonly release: Release;
  readonly store: SiteStore;
  /** Tells what is under way. */
  readonly talk: (text: string) => void;
  /** Only tells what would be done. */
  readonly isDry: boolean;
  /** Writes files that seem to be there as well: the bucket was changed by hand, or has another key. */
  readonly everything: boolean;
}

/**
 * Publishes a release: assets, then what else there is, then pages; then what is gone is deleted, and edges
 * forget what changed. What is under way is remembered first, and what was published last: cut off
 * anywhere, the next run knows which files it cannot be sure of, whatever release it is of.
 */
export async function publish(publishing: Publishing): Promise<PublishPlan> {
  const { release, store, isDry, everything } = publishing;
  const remembered = await store.remembered();
  const before = remembered ? readPublished(remembered.text) : {};
  const plan = planRelease(release, before, everything);
  const text = writePublished(plan.published);
  const touched = pathsOf(plan);
  if (isDry || (touched.length === 0 && text === remembered?.text)) return plan;
  const etag = await store.remember(writePublished(unsure(before, touched)), remembered?.etag);
  await carryOut(plan, publishing);
  await store.remember(text, etag);
  return plan;
}

async function carryOut(plan: PublishPlan, { store, talk }: Publishing): Promise<void> {
  for (const [what, files] of [
    ["assets", plan.assets],
    ["other files", plan.others],
    ["pages", plan.pages],
  ] as const) {
    if (files.length === 0) continue;
    talk(`infra publish: writing ${files.length} ${what}`);
    await store.upload(files);
  }
  if (plan.deletes.length > 0) {
    talk(`infra publish: deleting ${plan.deletes.length} files that are gone`);
    await store.delete(plan.deletes);
  }
  if (plan.invalidations.length > 0) {
    talk(`infra publish: edges forget ${plan.invalidations.length} paths`);
    await store.invalidate(plan.invalidations);
  }
}

function pathsOf({ assets, others, pages, deletes }: PublishPlan): string[] {
  return [...[...assets, ...others, ...pages].map(({ path }) => path), ...deletes];
}
