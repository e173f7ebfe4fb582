import type { DiffLine } from "../../review/diff/hunks.ts";
import { escapeHtml } from "../../review/secret/forms.ts";
import type { Block, Inline, Line } from "../document.ts";
import { visible } from "./visible.ts";

/**
 * Writes blocks as GitHub's Markdown. Data stands in code spans, in fences longer than any run of
 * backticks in them, or between tags with everything escaped, so that nothing in it is ever taken
 * for markup, a mention, a reference or a link.
 */
export function writeMarkdown(blocks: readonly Block[]): string {
  return blocks.map((block) => `${writeBlock(block)}\n`).join("\n");
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${writeLine(block.line)}`;
    case "paragraph":
      return writeLine(block.line);
    case "table":
      return writeTable(block.head, block.rows);
    case "list":
      return block.items.map((item) => `- ${writeLine(item)}`).join("\n");
    case "diff":
      return writeDiff(block.lines);
    case "text":
      return fenced("text", block.lines.map(shownLine));
    case "caution":
      return writeCaution(block.title, block.blocks);
    case "fold":
      return writeFold(block.title, block.blocks, block.open ?? false);
  }
}

function writeTable(head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head.map(words)),
    line(head.map(() => "---")),
    ...rows.map((row) => line(row.map((cell) => writeLine(cell, true)))),
  ].join("\n");
}

function writeDiff(lines: readonly DiffLine[]): string {
  const texts = lines.map(({ mark, text }) =>
    mark === "@" ? `@@ ${shownLine(text)} @@` : `${mark} ${shownLine(text)}`.trimEnd(),
  );
  return fenced("diff", texts);
}

/** A fence that no line in it can close. */
function fenced(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A quotation that GitHub paints red. */
function writeCaution(title: string, blocks: readonly Block[]): string {
  const inside = ["[!CAUTION]", `**${words(title)}**`, "", writeMarkdown(blocks).trimEnd()];
  return inside
    .join("\n")
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

function writeFold(title: Line, blocks: readonly Block[], open: boolean): string {
  const summary = title.map(inlineHtml).join("");
  return [
    `<details${open ? " open" : ""}><summary>${summary}</summary>`,
    "",
    writeMarkdown(blocks).trimEnd(),
    "",
    "</details>",
  ].join("\n");
}

function writeLine(line: Line, inTable = false): string {
  return line.map((piece) => writeInline(piece, inTable)).join("");
}

function writeInline(piece: Inline, inTable: boolean): string {
  if (typeof piece === "string") return words(piece);
  if ("strong" in piece) return `**${words(piece.strong)}**`;
  if ("link" in piece) {
    const label = codeSpan(piece.link, inTable);
    return isSafeLink(piece.to) ? `[${label}](${piece.to})` : label;
  }
  return codeSpan(piece.code, inTable);
}

/** A code span around any text. */
export function codeSpan(text: string, inTable = false): string {
  const seen = visible(text);
  // A backslash before a pipe would be read as the escape of the one that we must put there.
  const safe = inTable
    ? seen.replaceAll(/\\+(?=\|)/g, (run) => run.replaceAll("\\", "\\u005c")).replaceAll("|", "\\|")
    : seen;
  const fence = "`".repeat(longestRun(safe) + 1);
  const pad = /^[`\s]|[`\s]$/.test(safe) || safe.trim() === "" ? " " : "";
  return safe === "" ? '`""`' : `${fence}${pad}${safe}${pad}${fence}`;
}

/** Words of nothing but letters and harmless marks, `_` inside of a word too, stay as they are. */
const HARMLESS =
  /^[~±–+-]$|^(?:[\p{L}\p{N} ,.;:()$%'"/+=?·–-]|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}]))*$/u;

/** What would be taken for a link or a reference even in harmless words. */
const LINKED = /:\/\/|www\.|\bGH-\d|\b[0-9a-f]{7,40}\b/i;

/** Our own words. What looks like data gets the code font all the same. */
function words(text: string): string {
  if (HARMLESS.test(text) && !LINKED.test(text)) return text;
  return codeSpan(text, true);
}

function inlineHtml(piece: Inline): string {
  if (typeof piece === "string") return escapeHtml(visible(piece));
  if ("strong" in piece) return `<b>${escapeHtml(visible(piece.strong))}</b>`;
  return `<code>${escapeHtml(visible("link" in piece ? piece.link : piece.code))}</code>`;
}

function shownLine(text: string): string {
  return visible(text.replaceAll("\t", "    "));
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function isSafeLink(to: string): boolean {
  return /^https:\/\/[\w.-]+(:\d+)?\/[\w./%~#-]*$/.test(to);
}
