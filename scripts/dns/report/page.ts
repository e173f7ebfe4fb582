import { type Outcome, PURPOSES, STEPS, type Step } from "../move/outcome.ts";
import type { Place, Progress } from "../move/progress.ts";

const PLACES: Readonly<Record<Place, string>> = {
  old: "The world asks Route 53.",
  "to-new":
    "The registrar was told of Cloudflare's name servers; caches still forget the old ones.",
  new: "The world asks Cloudflare.",
  "to-old": "The registrar was told to go back to Route 53; caches still forget the new ones.",
};

/** Most lines of a list; progress.json has them all. */
const MOST = 200;

/** A move as a page that needs nothing but itself: what stands, step by step, and what comes next. */
export function reportPage(progress: Progress): string {
  const { zone, place, steps, history, proxied } = progress;
  const shown: Step[] = [...STEPS, ...(steps.rollback ? (["rollback"] as const) : [])];
  const names = Object.entries(proxied).map(([name, { since, goodSince }]) => [
    name,
    since,
    goodSince ?? "not seen good yet",
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`Move of ${zone}`)}</title>
<style>${STYLE}</style>
<main>
<h1>Move of ${escaped(zone)}</h1>
<p class="place">${PLACES[place]}</p>
<h2>Steps</h2>
${shown.map((step) => section(step, steps[step])).join("\n")}
${names.length > 0 ? `<h2>Behind Cloudflare</h2>${table(["name", "since", "good since"], names)}` : ""}
<h2>History</h2>
${table(
  ["when", "step", "gate", "what"],
  history
    .slice(-MOST)
    .map(({ at, step, holds, said }) => [at, step, holds ? "open" : "closed", said]),
)}
</main>
</html>
`;
}

function section(step: Step, outcome: Outcome | undefined): string {
  const state = outcome ? (outcome.holds ? "open" : "closed") : "waiting";
  const said = outcome ? `${outcome.said} (${outcome.at})` : PURPOSES[step];
  const details = outcome ? detailsOf(outcome) : "";
  const head = `<span class="state ${state}">${state}</span> <b>${step}</b> ${escaped(said)}`;
  if (details === "") return `<div class="step">${head}</div>`;
  return `<details class="step"${state === "closed" ? " open" : ""}><summary>${head}</summary>${details}</details>`;
}

function detailsOf({ problems, warnings, todo, facts }: Outcome): string {
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
