import { command } from "./command.ts";

/** Prints what a stack hands out. */
export const outputCommand = command({
  summary: "print what a stack hands out: contracts for other stacks, and outputs for people",
  operands: { name: "<stack>", summary: "the stack", atLeast: 1, atMost: 1 },
  options: {
    rehearsal: { kind: "switch", summary: "of the rehearsal, in place of the real state" },
  },
  more: "Nothing that is marked as sensitive is printed, not with --json either.",
  async run({ operands, options, json }, context) {
    const { env, talk, print, typed } = context;
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { readOutputs, renderOutputs } = await import("../output/outputs.ts");
    const project = context.project();
    const outputs = await readOutputs({
      ...{ project, env, talk },
      terraform: await obtainTerraform({ env, tools: project.tools, mayFetch: false, talk }),
      command: typed,
      stack: operands[0]!,
      rehearsal: options.rehearsal,
    });
    print(json ? JSON.stringify(outputs, null, 2) : renderOutputs(outputs));
    return 0;
  },
});
