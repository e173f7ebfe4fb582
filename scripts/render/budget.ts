import type { Block, Part } from "./document.ts";

/** What remained of a document that must not be larger than its budget. */
export interface Fitted {
  readonly text: string;
  /** What was left out, in the order of the document. */
  readonly omitted: readonly string[];
  /** False when what must never be cut did not fit in any form that names all of it. */
  readonly whole: boolean;
}

/** How a document is fitted. */
export interface FitOptions {
  readonly parts: readonly Part[];
  /** Greatest size in bytes of UTF-8, which no measure of characters is greater than. */
  readonly budget: number;
  readonly write: (blocks: readonly Block[]) => string;
  /** The last part, which tells what was left out. */
  readonly closing: (omitted: readonly string[]) => readonly Block[];
}

/** Room that is kept for telling what was left out. */
const CLOSING_ROOM = 2000;

/**
 * Chooses the fullest form of each part that fits, the most important first, and puts the chosen
 * ones together in their own order. Nothing is ever cut inside of a part.
 */
export function fit({ parts, budget, write, closing }: FitOptions): Fitted {
  const least = size(write(closing([])));
  const room = budget - Math.max(least, Math.min(CLOSING_ROOM, budget / 10));
  const musts = fitMusts(parts, room, write);
  const chosen = new Map(musts.chosen);
  let left = room - musts.bytes;
  const full = new Set<number>();
  for (const each of parts.filter(({ rank }) => rank > 0).sort((a, b) => a.rank - b.rank)) {
    // Once something of a rank is too large, what is as plain behind it is tried no more: what is
    // shown of a rank is its beginning, and the work stays in proportion to the budget.
    if (full.has(each.rank) && each.forms.length === 1) continue;
    const text = firstFitting(each, left, write);
    if (text === undefined) full.add(each.rank);
    else {
      chosen.set(each, text);
      left -= size(text) + 1;
    }
  }
  const omitted = parts.filter((each) => !chosen.has(each)).flatMap(({ what }) => what ?? []);
  const texts = parts.flatMap((each) => chosen.get(each) ?? []);
  const end = closingThatFits(omitted, budget - size(texts.join("\n")) - 1, write, closing);
  const text = [...texts, end].filter((each) => each !== "").join("\n");
  return { text, omitted, whole: musts.whole };
}

/** All parts that must never be cut, each in the same degree of shortness: the fullest that fits. */
function fitMusts(
  parts: readonly Part[],
  room: number,
  write: FitOptions["write"],
): { readonly chosen: readonly [Part, string][]; readonly bytes: number; readonly whole: boolean } {
  const musts = parts.filter(({ rank }) => rank === 0);
  const degrees = Math.max(1, ...musts.map(({ forms }) => forms.length));
  const fullest = musts.reduce((sum, { fullSize = 0 }) => sum + fullSize, 0);
  for (let degree = fullest > room ? 1 : 0; degree < degrees; degree++) {
    const chosen = musts.map((each): [Part, string] => {
      const form = each.forms[Math.min(degree, each.forms.length - 1)]!;
      return [each, write(form())];
    });
    const bytes = chosen.reduce((sum, [, text]) => sum + size(text) + 1, 0);
    if (bytes <= room) return { chosen, bytes, whole: true };
  }
  // What comes first matters most: as many parts as there is room for still name all of theirs.
  const lists = musts.filter(({ tooMany }) => tooMany);
  for (let named = lists.length - 1; named >= 0; named--) {
    const cut = lists.slice(named);
    const chosen = musts.map((each): [Part, string] => {
      const form = cut.includes(each) ? each.tooMany! : each.forms.at(-1)!;
      return [each, write(form())];
    });
    const bytes = chosen.reduce((sum, [, text]) => sum + size(text) + 1, 0);
    if (bytes <= room) return { chosen, bytes, whole: false };
  }
  return { chosen: [], bytes: 0, whole: false };
}

function firstFitting(
  { forms, fullSize = 0 }: Part,
  left: number,
  write: FitOptions["write"],
): string | undefined {
  for (const form of fullSize > left ? forms.slice(1) : forms) {
    const text = write(form());
    if (size(text) + 1 <= left) return text;
  }
  return undefined;
}

function closingThatFits(
  omitted: readonly string[],
  left: number,
  write: FitOptions["write"],
  closing: FitOptions["closing"],
): string {
  for (const told of [omitted, [], undefined]) {
    const text = told ? write(closing(told)) : "";
    if (size(text) <= left) return text;
  }
  return "";
}

/** Bytes of UTF-8. */
export function size(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
