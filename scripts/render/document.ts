import type { DiffLine } from "../review/diff/hunks.ts";
import type { Phrase } from "../review/phrase.ts";

/** A piece of a line: words of ours, data in code font, or one of these with more to it. */
export type Inline =
  | Phrase[number]
  | { readonly link: string; readonly to: string }
  | { readonly strong: string };

/** One line of inline pieces. */
export type Line = readonly Inline[];

/** A block of a document. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly line: Line }
  | { readonly kind: "paragraph"; readonly line: Line }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly Line[])[];
    }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  | { readonly kind: "diff"; readonly lines: readonly DiffLine[] }
  | { readonly kind: "text"; readonly lines: readonly string[] }
  | { readonly kind: "caution"; readonly title: string; readonly blocks: readonly Block[] }
  | {
      readonly kind: "fold";
      readonly title: Line;
      readonly open?: boolean;
      readonly blocks: readonly Block[];
    };

/** A part of a document that stands whole, in a shorter form, or not at all. */
export interface Part {
  /** Lower is kept first. 0 is what must never be cut. */
  readonly rank: number;
  /** Forms of it, the fullest first. They are made only when there is room to try them. */
  readonly forms: readonly (() => readonly Block[])[];
  /** Bytes that the fullest form takes at least. It is not made where there is less room. */
  readonly fullSize?: number;
  /** Of what must never be cut: what is said when no form of it fits. */
  readonly tooMany?: () => readonly Block[];
  /** What is said to be missing when it is left out. Without it nothing is said. */
  readonly what?: string;
}

/** A part that has one form. */
export function part(rank: number, what: string, blocks: () => readonly Block[]): Part {
  return { rank, what, forms: [blocks] };
}

/** A line as a paragraph. */
export function paragraph(...line: Inline[]): Block {
  return { kind: "paragraph", line };
}
