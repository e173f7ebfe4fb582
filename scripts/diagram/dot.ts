import type { Arrow, Box, Drawing, Frame } from "./drawing.ts";

/**
 * Graphviz has this font's widths built in, so a picture is the same on every machine. It is wider
 * than what the style sheet asks for: the text fits whichever of those fonts a reader has.
 */
const FONT = 'fontname="DejaVu Sans"';

/** A drawing in Graphviz's language, one thing a line. Colours are left to the style sheet. */
export function dotOf({ frames, loose, arrows }: Drawing): string {
  return [
    "digraph {",
    `graph [rankdir=LR, ranksep=0.55, nodesep=0.28, pad=0.2, bgcolor=white, class=paper, ${FONT}, fontsize=13, labeljust=l]`,
    `node [shape=box, style="rounded,filled", margin="0.14,0.08", ${FONT}, fontsize=13]`,
    `edge [arrowsize=0.7, ${FONT}, fontsize=10]`,
    ...frames.flatMap(frameLines),
    ...loose.map(boxLine),
    ...arrows.map(arrowLine),
    "}",
    "",
  ].join("\n");
}

function frameLines({ id, title, boxes, row }: Frame): string[] {
  return [
    `subgraph ${quoted(`cluster ${id}`)} {`,
    `graph [label=${quoted(title)}, id=${quoted(id)}, class=frame, style=rounded, margin=14]`,
    ...rowLines(boxes, row),
    "}",
  ];
}

/** Graphviz sets side by side what invisible arrows join, and the row that it meets last on top. */
function rowLines(boxes: readonly Box[], row?: number): string[] {
  if (row === undefined) return boxes.map(boxLine);
  const starts = boxes.flatMap((_, i) => (i % row === 0 ? [i] : []));
  const rows = starts.map((start) => boxes.slice(start, start + row)).reverse();
  return [
    ...rows.flatMap((each) => each.map(boxLine)),
    ...rows
      .filter(({ length }) => length > 1)
      .map((each) => `${each.map(({ id }) => quoted(id)).join(" -> ")} [style=invis]`),
  ];
}

function boxLine({ id, kind, title, lines }: Box): string {
  const label = [`<b>${escaped(title)}</b>`, ...lines.filter(Boolean).map(small)].join("<br/>");
  return `${quoted(id)} [id=${quoted(id)}, class=${kind}, label=<${label}>]`;
}

function arrowLine({ from, to, lines, weak }: Arrow): string {
  const [first, ...rest] = lines.map(escaped);
  const label = first === undefined ? "" : [`<b>${first}</b>`, ...rest].join("<br/>");
  const attributes = [
    `id=${quoted([from, "to", to, lines[0] ?? ""].join(" ").trim())}`,
    `class=${weak ? "weak" : "strong"}`,
    ...(weak ? ["style=dashed"] : []),
    ...(label ? [`label=<${label}>`] : []),
  ];
  return `${quoted(from)} -> ${quoted(to)} [${attributes.join(", ")}]`;
}

function small(line: string): string {
  return `<font point-size="10">${escaped(line)}</font>`;
}

/** Text as it may stand between quotes. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Text as it may stand in a label of markup, and in SVG. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
