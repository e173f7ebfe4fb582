/** Whose a target is: what it says itself of the move that fills it. */
export interface Owner {
  readonly move: string;
  /** The source, as that kind of data tells one from another. */
  readonly source: string;
}

/** What is wrong with a target that has an owner: nothing where it is this move, from this source. */
export function ownedByAnother(owner: Owner, us: Owner): string[] {
  if (owner.move === us.move && owner.source === us.source) return [];
  return [`the target belongs to the move ${owner.move} of ${owner.source}: name another target`];
}
