/** A piece of a sentence: words of ours, or data in code font. Data is never taken for markup. */
export type Piece = string | { readonly code: string };

/** A sentence. Nothing in it is secret. */
export type Phrase = readonly Piece[];

/** Data in a sentence. */
export function code(text: string): Piece {
  return { code: text };
}

/** A list in a sentence: at most so many, and how many more there are. */
export function listed(texts: readonly string[], most = 6): Phrase {
  const shown = texts
    .slice(0, most)
    .flatMap((text, at) => (at > 0 ? [", ", code(text)] : [code(text)]));
  return texts.length > most ? [...shown, ` and ${texts.length - most} more`] : shown;
}

/** The sentence as plain text. */
export function plain(phrase: Phrase): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : piece.code)).join("");
}
