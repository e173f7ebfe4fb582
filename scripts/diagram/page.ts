import type { Stack } from "../stacks/manifest.ts";
import { escaped } from "./dot.ts";
import { type Reading, readingsOf } from "./readings.ts";
import { appsOf } from "./select.ts";
import { svgOf } from "./svg.ts";
import { appOf, counted } from "./things.ts";
import { isEmpty, VIEWS, type View } from "./views.ts";

/**
 * A page that opens from a file and needs nothing but itself: for each app its pictures and a table
 * of who reads what.
 *
 * @param all every stack of the estate
 * @param shown the stacks that are meant
 */
export async function estatePage(all: readonly Stack[], shown: readonly Stack[]): Promise<string> {
  const apps = appsOf(shown);
  const readings = readingsOf(all);
  const sections = await Promise.all(
    apps.map((app) => {
      const own = new Set(shown.filter(({ id }) => appOf(id) === app).map(({ id }) => id));
      return sectionOf(app, all, own, readings);
    }),
  );
  const links = apps.map((app) => `<a href="#${escaped(app)}">${escaped(app)}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The estate</title>
<style>${PAGE_STYLE}</style>
<main>
<h1>The estate</h1>
<p>Drawn from what synth writes: ${counted(shown.length, "stack")} of ${counted(apps.length, "app")}. An arrow
goes from a stack to the one that reads its contract, or from who asks to who answers; a dashed one
only says who comes first. A dashed box is none of these stacks: another app's, addresses, another
stack's group. A yellow box holds data that nothing protects.</p>
<nav>${links.join(" ")}</nav>
${sections.join("\n")}
</main>
</html>
`;
}

async function sectionOf(
  app: string,
  all: readonly Stack[],
  own: ReadonlySet<string>,
  readings: readonly Reading[],
): Promise<string> {
  const pictures = await Promise.all(
    Object.entries(VIEWS).map(([name, view]) => pictureOf(`${app}: ${name}`, view, all, own)),
  );
  const rows = readings.filter(({ consumer, producer }) => own.has(consumer) || own.has(producer));
  return `<section id="${escaped(app)}">
<h2>${escaped(app)}</h2>
${pictures.join("")}<h3>Who reads what</h3>
<div class="wide"><table>
<thead><tr><th>stack</th><th>after</th><th>reads</th><th>fields</th></tr></thead>
<tbody>
${rows.map(rowOf).join("\n")}
</tbody>
</table></div>
</section>`;
}

/** A picture below its heading; nothing where it would be empty. */
async function pictureOf(
  prefix: string,
  { heading, draw }: View,
  all: readonly Stack[],
  own: ReadonlySet<string>,
): Promise<string> {
  const drawing = draw(all, own);
  if (isEmpty(drawing)) return "";
  // A stack may stand in several pictures; an id stands in a page once.
  const svg = (await svgOf(drawing)).replaceAll(' id="', ` id="${escaped(prefix)}: `);
  return `<h3>${heading}</h3>\n<div class="wide">${svg}</div>\n`;
}

function rowOf({ consumer, producer, contract, fields }: Reading): string {
  const cells = [consumer, producer, contract ?? "nothing", fields.join(", ")];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
}

const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #fff; }
@media (prefers-color-scheme: dark) { body { background: #0d1117; } }
main { max-width: 88rem; margin: 0 auto; padding: 1rem; }
nav a { margin-right: 1rem; }
.wide { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border-bottom: 1px solid #8886; padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
`;
