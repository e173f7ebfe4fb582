import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Drawing } from "../diagram/drawing.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { type Context, command, UsageError } from "./command.ts";

/** Draws an estate from what synth writes. */
export const diagramCommand = command({
  summary: "draw stacks, networks, who reaches whom and where data lives, as SVG or HTML",
  operands: {
    name: "<environment|app|stack|glob>...",
    summary: "draw only these, and what they read or hand out (default: the whole estate)",
    atLeast: 0,
  },
  options: {
    view: {
      kind: "text",
      value: "<view>",
      summary: "what of them: stacks (default), network, reach or data",
    },
    file: { kind: "text", value: "<file>", summary: "write there instead of standard output" },
    page: { kind: "switch", summary: "an HTML page with every view of each app" },
    readmes: { kind: "switch", summary: "draw the pictures of all app READMEs anew" },
  },
  more: "What a picture says is in scripts/diagram/README.md. --json prints a drawing as data.",
  async run({ operands, options, json }, context) {
    const { view, file, page, readmes } = options;
    if (readmes && (operands.length > 0 || view || file || page || json)) {
      throw new UsageError("--readmes draws every app: it takes no name and no other option");
    }
    if (page && (json || view)) throw new UsageError("--page has every view, and is no data");
    const { VIEWS } = await import("../diagram/views.ts");
    const { draw } = VIEWS[view ?? "stacks"] ?? {};
    if (!draw) {
      throw new UsageError(`--view must be ${Object.keys(VIEWS).join(", ")}; got ${view}`);
    }
    const stacks = await synthesized(context);
    if (readmes) return drawReadmes(stacks, context);
    const { selectDrawn } = await import("../diagram/select.ts");
    const shown = selectDrawn(stacks, operands);
    const text = page
      ? await (await import("../diagram/page.ts")).estatePage(stacks, shown)
      : await drawn(draw(stacks, new Set(shown.map(({ id }) => id))), json, context);
    if (file === undefined) context.print(text.trimEnd());
    else writeFileSync(resolve(context.folder, file), text);
    return 0;
  },
});

/** Every stack of the estate, synthesized aside so that cdktf.out stays as it is. */
async function synthesized({ project, env, talk }: Context): Promise<Stack[]> {
  const output = mkdtempSync(join(tmpdir(), "groundplan-diagram-"));
  try {
    await synthesize({ project: project(), output, env, talk });
    return readStacks(output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function drawn(drawing: Drawing, json: boolean, { talk }: Context): Promise<string> {
  const { isEmpty } = await import("../diagram/views.ts");
  if (isEmpty(drawing)) talk("infra: nothing of these stacks shows in this view");
  if (json) return `${JSON.stringify(drawing, null, 2)}\n`;
  const { svgOf } = await import("../diagram/svg.ts");
  return svgOf(drawing);
}

async function drawReadmes(stacks: readonly Stack[], { project, print }: Context): Promise<number> {
  const { picturesOf } = await import("../diagram/pictures.ts");
  for (const { path, svg } of await picturesOf(stacks)) {
    const file = join(project().root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, svg);
    print(path);
  }
  return 0;
}
