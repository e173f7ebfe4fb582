import { resolve } from "node:path";
import { command } from "./command.ts";

/** Takes over what other Terraform states speak of. */
export const adoptCommand = command({
  summary: "find out what becomes here of things in old Terraform states, and take them over",
  operands: {
    name: "<folder|file|gs://...|s3://...>...",
    summary: "old states: a folder or bucket with its workspaces, or files; name=path names one",
    atLeast: 1,
  },
  options: {
    environment: {
      kind: "texts",
      value: "<name>",
      summary: "only what becomes part of this environment",
    },
    write: {
      kind: "switch",
      summary: "write environments/adoption.json and environments/adopted.ts",
    },
    removed: {
      kind: "switch",
      summary: "print what makes the old code let go of what is taken over",
    },
  },
  more: [
    "Things are found by type and by what tells them from others: names, projects, what they refer to.",
    "Edit environments/adoption.json where something is undecided, and run it again: a line is",
    '"<stack> <address>" or "leave: <reason>". Then rehearse, plan and apply as always: the first plan',
    "imports, the second is empty. Old states are only read; apply nothing there any more.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { env, talk, print, folder } = context;
    const { adopt } = await import("../adopt/adopt.ts");
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const terraform = () =>
      obtainTerraform({ env, tools: context.project().tools, mayFetch: false, talk });
    const { renderExamined, renderRemoved } = await import("../adopt/render.ts");
    const found = await adopt({
      project: context.project(),
      ...{ env, talk, command: context.typed, terraform },
      operands: operands.map((operand) => absolute(folder, operand)),
      environments: options.environment,
      write: options.write,
    });
    if (json) print(JSON.stringify(found, null, 2));
    else print(options.removed ? renderRemoved(found.adopted) : renderExamined(found));
    return 0;
  },
});

/** Paths are those of the folder that it was typed in; names and buckets stay. */
function absolute(folder: string, operand: string): string {
  if (/^([a-z0-9-]+=)?\w+:\/\//.test(operand)) return operand;
  const [, name = "", path = operand] = /^([a-z0-9-]+=)(.+)$/.exec(operand) ?? [];
  return `${name}${resolve(folder, path)}`;
}
