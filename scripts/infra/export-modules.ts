import { resolve } from "node:path";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Writes modules for those who do not use CDKTF. */
export const exportModulesCommand = command({
  summary: "write modules as plain Terraform modules, for a private registry",
  operands: {
    name: "<cloud/module>...",
    summary: "only these, such as aws/bucket (default: all of them)",
    atLeast: 0,
  },
  options: {
    out: { kind: "text", value: "<folder>", summary: "write there, one folder for each module" },
  },
  more: [
    "Without --out nothing is written: it proves that each module does what its construct does.",
    "What is exported is declared in modules/<cloud>/<module>/exported.ts; see scripts/export/README.md.",
  ].join("\n"),
  async run({ operands, options, json }, { project, folder, print, talk }) {
    const { CATALOGUE } = await import("../export/catalogue.ts");
    const { exportModules, named, writeModules } = await import("../export/export.ts");
    const { modules, unknown } = named(CATALOGUE, operands);
    if (unknown.length > 0) {
      const known = named(CATALOGUE, []).modules.map(({ cloud, name }) => `${cloud}/${name}`);
      throw new UsageError(
        `no module is called ${unknown.join(", ")}; there are ${known.join(", ")}`,
      );
    }
    const outcome = exportModules(project().root, modules);
    if ("problems" in outcome) {
      talk(outcome.problems.join("\n"));
      return 1;
    }
    const { exported } = outcome;
    if (options.out !== undefined) writeModules(resolve(folder, options.out), exported);
    const rows = exported.map((each) => ({
      module: each.folder,
      variables: each.variables.length,
      outputs: Object.keys(each.outputs).length,
      resources: each.addresses.length,
    }));
    print(json ? JSON.stringify(rows, null, 2) : table([HEAD, ...rows.map(cellsOf)]));
    return 0;
  },
});

const HEAD = ["module", "variables", "outputs", "resources"];

function cellsOf(row: Readonly<Record<string, string | number>>): string[] {
  return Object.values(row).map(String);
}
