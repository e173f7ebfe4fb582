import type { Subject } from "../../rehearsal/learn/ask/subject.ts";
import type { Config } from "../../rehearsal/learn/probe/config.ts";
import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import { EDITS, type Edit, type Edited, edited } from "./edit.ts";

/** An edit that the real provider accepts. */
export interface ValidEdit extends Edited {
  readonly kind: Edit | "several";
}

/** What an edit is to be, before it is known what can be done. */
interface Wish {
  /** Does it touch several places? */
  readonly several: boolean;
  /** Does it take blocks away or bring them into another order? */
  readonly moves: boolean;
}

/** Tries to find an edit as it is wished for; then without moving blocks; then any. */
const TRIES = 8;

/** In a hundred. More than the third and the tenth that are wanted: not every type has blocks. */
const SEVERAL = 42;
const MOVES = 40;

/** How often each kind is drawn, in a hundred. */
const WEIGHTS: Readonly<Record<Edit, number>> = {
  "change value": 50,
  "set value": 18,
  "unset value": 12,
  "add block": 10,
  "remove block": 5,
  reorder: 5,
};

const LOTS = EDITS.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));

/**
 * Draws an edit: a third touch several places, a tenth take blocks away or reorder them. What is
 * wished for is drawn once and tried again with other values, else only what is easy would be left.
 */
export async function validEdit(
  subject: Subject,
  config: Config,
  draw: Draw,
  key: string,
): Promise<ValidEdit | undefined> {
  const { name, block, provider } = subject;
  const wish: Wish = {
    several: draw(`${key}/several`, 100) < SEVERAL,
    moves: draw(`${key}/moves`, 100) < MOVES,
  };
  const wishes = [wish, { ...wish, moves: false }, { several: false, moves: false }];
  for (let attempt = 0; attempt < TRIES * wishes.length; attempt++) {
    const own = `${key}/${attempt}`;
    const wished = wishes[Math.floor(attempt / TRIES)]!;
    const kinds = kindsFor(wished, draw, own);
    const found = edited(subject, config, kinds, draw, own);
    if (!found || (wished.several && found.paths.size < 2)) continue;
    if ((await provider.validate(name, block, found.config)).length > 0) continue;
    return { ...found, kind: kinds.length > 1 ? "several" : kinds[0]! };
  }
  return undefined;
}

function kindsFor({ several, moves }: Wish, draw: Draw, key: string): readonly Edit[] {
  const many = several ? 2 + draw(`${key}/many`, 3) : 1;
  const kinds = Array.from(
    { length: many },
    (_, at) => LOTS[draw(`${key}/kind ${at}`, LOTS.length)]!,
  );
  if (moves) kinds[0] = draw(`${key}/move`, 3) === 0 ? "reorder" : "remove block";
  return kinds;
}
