/** What a box stands for; it has the colours of its kind. */
export type BoxKind = "own" | "outside" | "bare";

/** One box of a drawing. */
export interface Box {
  /** Stable: it is the box's id in the SVG, so a difference of two pictures shows what changed. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  /** Smaller lines below the title. */
  readonly lines: readonly string[];
}

/** Boxes that stand together in a frame. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly boxes: readonly Box[];
  /** How many boxes stand side by side, in their order; otherwise they stand where the arrows want. */
  readonly row?: number;
}

/** An arrow between two boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Lines of text at the arrow; the first one is set bold. */
  readonly lines: readonly string[];
  /** A weak one is dashed. */
  readonly weak: boolean;
}

/** A picture before it is laid out. Its order is the order of what is in it: sort before. */
export interface Drawing {
  /** What it shows, in a sentence: who cannot see the picture hears this. */
  readonly title: string;
  readonly frames: readonly Frame[];
  /** Boxes that stand in no frame. */
  readonly loose: readonly Box[];
  readonly arrows: readonly Arrow[];
}
