import { table } from "../../terminal/table.ts";
import type { Block, Inline, Line } from "../document.ts";
import { visible } from "./visible.ts";

const COLOURS = { red: 31, green: 32, cyan: 36, bold: 1 } as const;

type Paint = (colour: keyof typeof COLOURS, text: string) => string;

/** Writes blocks for a terminal. Data cannot move the cursor: what controls is written out. */
export function writeTerminal(blocks: readonly Block[], colour: boolean): string {
  const paint: Paint = (name, text) => (colour ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text);
  return writeBlocks(blocks, paint);
}

function writeBlocks(blocks: readonly Block[], paint: Paint): string {
  return blocks.map((block) => `${writeBlock(block, paint)}\n`).join("\n");
}

function writeBlock(block: Block, paint: Paint): string {
  switch (block.kind) {
    case "heading":
      return paint("bold", writeLine(block.line));
    case "paragraph":
      return writeLine(block.line);
    case "table":
      return table([block.head, ...block.rows.map((row) => row.map(writeLine))]);
    case "list":
      return block.items.map((item) => `- ${writeLine(item)}`).join("\n");
    case "diff":
      return block.lines.map((line) => writeDiffLine(line.mark, line.text, paint)).join("\n");
    case "text":
      return block.lines.map(visible).join("\n");
    case "caution":
      return `${paint("red", `! ${block.title}`)}\n\n${writeBlocks(block.blocks, paint).trimEnd()}`;
    case "fold":
      return `${paint("bold", writeLine(block.title))}\n${indented(writeBlocks(block.blocks, paint))}`;
  }
}

function writeDiffLine(mark: string, text: string, paint: Paint): string {
  const line = `${mark === "@" ? "..." : mark} ${visible(text)}`;
  if (mark === "-") return paint("red", line);
  if (mark === "+") return paint("green", line);
  return mark === "@" ? paint("cyan", line) : line;
}

function writeLine(line: Line): string {
  return line.map(writeInline).join("");
}

function writeInline(piece: Inline): string {
  if (typeof piece === "string") return visible(piece);
  if ("strong" in piece) return visible(piece.strong);
  return visible("link" in piece ? piece.link : piece.code);
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
