import type { StepOutcome } from "./outcome.ts";
import type { StepProgress } from "./progress.ts";

/** A table of a report. */
export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a page tells of a move, whatever it moves. */
export interface Report<Step extends string> {
  readonly title: string;
  /** Where things stand, in a sentence. */
  readonly place: string;
  /** The steps in their order; `rollback` stands behind them where it was taken. */
  readonly steps: readonly Step[];
  /** What each step is for. */
  readonly purposes: Readonly<Record<Step | "rollback", string>>;
  readonly progress: StepProgress<Step | "rollback">;
  /** Tables between title and steps. */
  readonly before?: readonly ReportTable[];
  /** Tables between steps and history. */
  readonly after?: readonly ReportTable[];
}

/** Most lines of a list; progress.json has them all. */
const MOST = 200;

/** A move as a page that needs nothing but itself: what stands, step by step, and what comes next. */
export function reportPage<Step extends string>(report: Report<Step>): string {
  const { title, place, steps, purposes, progress, before = [], after = [] } = report;
  const outcomes = progress.steps;
  const shown = [...steps, ...(outcomes.rollback ? (["rollback"] as const) : [])];
  const history = progress.history
    .slice(-MOST)
    .map(({ at, step, holds, said }) => [at, step, holds ? "open" : "closed", said]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escaped(title)}</h1>
<p class="place">${escaped(place)}</p>
${before.map(titled).join("\n")}
<h2>Steps</h2>
${shown.map((step) => section(step, purposes[step], outcomes[step])).join("\n")}
${after.map(titled).join("\n")}
${titled({ title: "History", head: ["when", "step", "gate", "what"], rows: history })}
</main>
</html>
`;
}

function section(step: string, purpose: string, outcome: StepOutcome | undefined): string {
  const state = outcome ? (outcome.holds ? "open" : "closed") : "waiting";
  const said = outcome ? `${outcome.said} (${outcome.at})` : purpose;
  const details = outcome ? detailsOf(outcome) : "";
  const head = `<span class="state ${state}">${state}</span> <b>${step}</b> ${escaped(said)}`;
  if (details === "") return `<div class="step">${head}</div>`;
  return `<details class="step"${state === "closed" ? " open" : ""}><summary>${head}</summary>${details}</details>`;
}

function detailsOf({ problems, warnings, todo, facts }: StepOutcome): string {
  return [
    list("In the way", problems),
    list("Worth knowing", warnings),
    facts.length > 0 ? table(["what", "found"], facts.slice(0, MOST)) : "",
    list("Next", todo),
  ].join("");
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const more =
    lines.length > MOST ? `<li>and ${lines.length - MOST} more, in progress.json</li>` : "";
  const items = lines.slice(0, MOST).map((line) => `<li>${escaped(line)}</li>`);
  return `<h3>${title}</h3><ul>${items.join("")}${more}</ul>`;
}

function titled({ title, head, rows }: ReportTable): string {
  return rows.length === 0 ? "" : `<h2>${escaped(title)}</h2>\n${table(head, rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<div class="wide"><table><thead>${row(head, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("")}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #cf222e; --rest: #6e7781; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.place { font-size: 1.15rem; }
.step { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; padding: .5rem .75rem; overflow-wrap: anywhere; }
.state { display: inline-block; min-width: 4.5em; border-radius: 4px; color: #fff; font-size: .8rem; text-align: center; }
.open { background: var(--good); } .closed { background: var(--bad); } .waiting { background: var(--rest); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; } th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: left; vertical-align: top; }
h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
`;
