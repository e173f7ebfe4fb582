import type { SetReview } from "../../review/set/set.ts";
import type { ChangeReview } from "../../review/stack/change.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import type { Inline } from "../document.ts";

/** Where a plan set comes from. */
export interface Provenance {
  /** Commit that was planned. */
  readonly commit?: string;
  /** The working tree differed from the commit. */
  readonly dirty: boolean;
  /** Commit that affected stacks were found against. */
  readonly base?: string;
  /** `https://github.com/acme/infrastructure`; without it nothing is linked. */
  readonly repository?: string;
  /** Planned on the rehearsal cloud. */
  readonly rehearsal: boolean;
  /** `Terraform 1.11.4` */
  readonly engine: string;
  /** `aws 6.25.0`: the providers that were asked for. */
  readonly providers?: readonly string[];
  /** When it was planned, in UTC. */
  readonly planned?: string;
  /** What makes the same plan again. */
  readonly command: string;
  /** Options that change what a plan tells: refresh, targets. */
  readonly options: readonly string[];
  /** Digest of the whole plan set: what an approval names. */
  readonly digest?: string;
}

/** What the parts of a document are composed from. */
export interface Scene {
  readonly review: SetReview;
  readonly from: Provenance;
}

/** A thing by its construct, linked to the line that asked for it. */
export function nameOf(change: ChangeReview, { from }: Scene): Inline {
  const label = labelOf(change);
  const { origin } = change;
  const to = origin && sourceLink(origin.asked, from, origin.gone ?? false);
  return to ? { link: label, to } : { code: label };
}

/** `file:line` at the commit that has it. */
export function sourceLink(
  place: string,
  { repository, commit, base }: Provenance,
  gone: boolean,
): string | undefined {
  const at = gone ? base : commit;
  const [, file, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  if (!repository || !at || !file || file.startsWith("/") || file.includes("..")) return undefined;
  return `${repository}/blob/${at}/${file.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}

/** One or several of something: `1 stack`, `2 stacks`. */
export function several(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
