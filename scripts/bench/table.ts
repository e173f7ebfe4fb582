import { type Figure, holds } from "./bench.ts";

/** The figures as a table for people; a missed bar is said in its row. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    figure.on,
    `${rounded(figure.value)}${figure.unit}`,
    barOf(figure),
    holds(figure) ? "" : "MISSED",
    figure.detail,
  ]);
  const all = [["measured", "on", "value", "bar", "", "medians"], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function barOf({ bar, unit }: Figure): string {
  if (!bar) return "-";
  return "atMost" in bar ? `<= ${rounded(bar.atMost)}${unit}` : `>= ${rounded(bar.atLeast)}${unit}`;
}

/** Three digits that mean something. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
