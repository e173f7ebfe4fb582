import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { dotOf, escaped } from "./dot.ts";
import type { Drawing } from "./drawing.ts";
import { STYLE } from "./style.ts";

/**
 * A drawing as SVG that needs nothing but itself, is readable in light and dark, and is the same
 * bytes wherever it is made.
 */
export async function svgOf(drawing: Drawing): Promise<string> {
  const graphviz = await Graphviz.load();
  const made = graphviz.layout(dotOf(drawing), "svg", "dot");
  const start = made.indexOf("<svg");
  const body = made.slice(made.indexOf(">", start) + 1);
  const head = made.slice(start, made.indexOf(">", start));
  const described = `<title>${escaped(drawing.title)}</title>\n<style>${STYLE}</style>`;
  return `${head} role="img">\n${described}${withoutComments(body)}`;
}

/** Graphviz names its version and each thing twice; the one would change every picture at once. */
function withoutComments(svg: string): string {
  return svg.replace(/<!--[\s\S]*?-->\n?/g, "");
}
