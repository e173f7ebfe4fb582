import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { type Context, command, UsageError } from "./command.ts";

/** Draws stacks and the contracts between them, from what synth writes. */
export const diagramCommand = command({
  summary: "draw stacks and the contracts between them, as SVG or as one HTML page",
  operands: {
    name: "<environment|app|stack|glob>...",
    summary: "draw only these, and what they read or hand out (default: the whole estate)",
    atLeast: 0,
  },
  options: {
    file: { kind: "text", value: "<file>", summary: "write there instead of standard output" },
    page: { kind: "switch", summary: "an HTML page, one picture and one table for each app" },
    readmes: { kind: "switch", summary: "draw the pictures of all app READMEs anew" },
  },
  more: [
    "An arrow goes from a stack to the one that reads its contract; a dashed one only says who comes",
    "first. --json prints the drawing as data.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { file, page, readmes } = options;
    if (readmes && (operands.length > 0 || file || page || json)) {
      throw new UsageError("--readmes draws every app: it takes no name and no other option");
    }
    if (page && json) throw new UsageError("--page and --json exclude each other");
    const stacks = await synthesized(context);
    if (readmes) return drawReadmes(stacks, context);
    const { selectDrawn } = await import("../diagram/select.ts");
    const text = await drawn(stacks, selectDrawn(stacks, operands), { page, json });
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

async function drawn(
  all: readonly Stack[],
  shown: readonly Stack[],
  { page, json }: { readonly page: boolean; readonly json: boolean },
): Promise<string> {
  if (page) {
    const { estatePage } = await import("../diagram/page.ts");
    return estatePage(all, shown);
  }
  const { stacksDrawing } = await import("../diagram/stacks-drawing.ts");
  const drawing = stacksDrawing(all, new Set(shown.map(({ id }) => id)));
  if (json) return `${JSON.stringify(drawing, null, 2)}\n`;
  const { svgOf } = await import("../diagram/svg.ts");
  return svgOf(drawing);
}

async function drawReadmes(stacks: readonly Stack[], { project, print }: Context): Promise<number> {
  const { picturesOf } = await import("../diagram/pictures.ts");
  for (const { path, svg } of await picturesOf(stacks)) {
    writeFileSync(join(project().root, path), svg);
    print(path);
  }
  return 0;
}
