import type { Change } from "../../terraform/changes.ts";
import { type Edit, edited } from "./edits.ts";
import type { Estate } from "./estate.ts";
import type { Side } from "./side.ts";

/** What happened to an estate, as far as both worlds must tell the same. */
export interface Story {
  /** Addresses of what stands after the first apply. */
  readonly standing: readonly string[];
  /** What the second plan would change: nothing, but for gaps. */
  readonly again: readonly string[];
  /** What a plan changes after each edit, besides what it changes without one. */
  readonly edits: Readonly<Record<string, readonly string[]>>;
  /** What is left when all is destroyed. */
  readonly left: readonly string[];
}

/** Makes an estate, plans it again, plans each edit, and destroys it. */
export async function tell(
  side: Side,
  estate: Estate,
  edits: readonly Edit[],
  talk: (text: string) => void = () => {},
): Promise<Story> {
  await side.create(estate);
  const standing = (await side.standing()).sort();
  talk(`made: ${standing.length}`);
  const again = told(await side.plan());
  // Reading a real provider takes seconds: only where there may be something.
  const always = again.length > 0 ? await side.plan("-refresh=false") : [];
  const found: Record<string, string[]> = {};
  for (const edit of edits) {
    side.write(edited(estate, edit));
    const changes = await side.plan("-refresh=false");
    found[edit.what] = told(besides(changes, always));
    talk(`${edit.what}: ${found[edit.what]!.length} changes`);
  }
  side.write(estate);
  await side.destroy();
  return { standing, again, edits: found, left: await side.standing() };
}

/** What changes besides what changes always. */
export function besides(changes: readonly Change[], always: readonly Change[]): Change[] {
  return changes.flatMap((change) => {
    const known = always.find(({ address }) => address === change.address);
    if (known?.action !== change.action) return [change];
    const paths = new Set(known.attributes.map(({ path }) => path));
    const attributes = change.attributes.filter(({ path }) => !paths.has(path));
    return attributes.length > 0 ? [{ ...change, attributes }] : [];
  });
}

/** Arguments that only the later of the two providers has. */
const NEWER: ReadonlySet<string> = new Set(["region"]);

/** What a plan would change, a line for each thing: what is done, where, and what by. */
export function told(changes: readonly Change[]): string[] {
  const lines = changes.map(({ action, address, attributes, forcedBy }) => {
    const by = action === "replace" ? forcedBy : attributes.map(({ path }) => path);
    const known = by.filter((path) => !NEWER.has(path)).sort();
    const what = `${action} ${address.replace(/_[0-9A-F]{8}$/, "")}`;
    return known.length > 0 ? `${what}: ${known.join(", ")}` : what;
  });
  return lines.sort();
}
