import { join, resolve } from "node:path";
import type { Format } from "../render/render.ts";
import { command, UsageError } from "./command.ts";

const FORMATS: readonly Format[] = ["terminal", "comment", "summary"];

/** Renders a plan set for a reviewer. */
export const renderCommand = command({
  summary: "tell what a plan set would do: in the terminal, or as Markdown for a pull request",
  operands: {
    name: "<plan set>",
    summary: "folder of the plan set (default: .plan)",
    atLeast: 0,
    atMost: 1,
  },
  options: {
    format: {
      kind: "text",
      value: "<format>",
      summary: "terminal (default); comment, at most 60,000 bytes; summary, at most 1 MB",
    },
  },
  more: [
    "Nothing that Terraform marks as sensitive, or that looks like a credential, is shown. What holds",
    "data and would be destroyed or replaced comes first and is never left out.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const format = (options.format ?? "terminal") as Format;
    if (!FORMATS.includes(format)) {
      throw new UsageError(`--format must be ${FORMATS.join(", ")}; got ${format}`);
    }
    const [given] = operands;
    const folder = given ? resolve(context.folder, given) : join(context.project().root, ".plan");
    const { renderSet } = await import("../plan/render-set.ts");
    const colour = context.terminal && !context.env["NO_COLOR"];
    const rendering = renderSet(folder, { format, colour });
    const { rendered } = rendering;
    if (!rendered.whole) {
      context.talk(
        "infra: not every destructive change could be named in this size; see --format summary",
      );
    }
    context.print(json ? rendering.json() : rendered.text.trimEnd());
    return rendered.whole ? 0 : 1;
  },
});
