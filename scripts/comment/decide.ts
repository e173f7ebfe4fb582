import {
  type FoundMarker,
  isNewer,
  isUntouched,
  type Marker,
  tellsTheSame,
  unmark,
} from "./marker.ts";

/** A comment of ours as it stands on the forge. */
export interface OwnComment {
  readonly id: string;
  readonly body: string;
}

/** Why nothing is written. */
export type Leaving =
  /** It stands there already. */
  | "equal"
  /** What stands there is newer. */
  | "older"
  /** What stands there is about the present head, and ours is not. */
  | "older-head";

/** What is done with the comments that stand there. */
export interface Decision {
  readonly action: "create" | "update" | Leaving;
  /** The comment that it is about. */
  readonly on?: OwnComment;
  /** What it says of itself. */
  readonly said?: FoundMarker;
  /** Somebody else had changed its text. */
  readonly edited: boolean;
  /** What is too much: left over by runs that raced or died. */
  readonly remove: readonly OwnComment[];
}

/** The comments of ours that are about the same, the newest first. */
export function ownOf(
  comments: readonly OwnComment[],
  { app, request }: Pick<Marker, "app" | "request">,
): { readonly comment: OwnComment; readonly marker: FoundMarker; readonly text: string }[] {
  return comments
    .flatMap((comment) => {
      const found = unmark(comment.body);
      return found ? [{ comment, ...found }] : [];
    })
    .filter(({ marker }) => marker.app === app && marker.request === request)
    .sort((a, b) => Number(isNewer(b.marker, a.marker)) - Number(isNewer(a.marker, b.marker)));
}

/**
 * Decides what becomes of a new body, given all comments of ours and the present head of the request.
 * An older run never overwrites a newer one, and what stands there already is not written again.
 */
export function decide(
  body: string,
  comments: readonly OwnComment[],
  presentHead: string,
): Decision {
  const mine = unmark(body)!.marker;
  const [first, ...rest] = ownOf(comments, mine);
  const remove = rest.map(({ comment }) => comment);
  if (!first) return { action: "create", edited: false, remove };
  const { comment: on, marker } = first;
  const about = { on, said: marker, edited: !isUntouched(first), remove };
  const outdated = mine.head !== presentHead && marker.head === presentHead;
  if (outdated) return { action: "older-head", ...about };
  if (!about.edited && tellsTheSame(marker, mine)) return { action: "equal", ...about };
  if (isNewer(marker, mine)) return { action: "older", ...about };
  return { action: "update", ...about };
}

/** Whether a new body has a plan to apply that is another one than what was said before of its commit. */
export function isAnotherPlan(body: string, said: FoundMarker | undefined): boolean {
  const { head, sets } = unmark(body)!.marker;
  if (Object.keys(sets).length === 0) return false;
  return said?.head !== head || JSON.stringify(said.sets) !== JSON.stringify(sets);
}
