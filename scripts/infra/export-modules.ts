import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Exported } from "../export/export.ts";
import type { Comparison } from "../export/shape.ts";
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
    record: { kind: "switch", summary: "write down what callers hold on to, for --since" },
    since: {
      kind: "text",
      value: "<tag>",
      summary: "tell whether the changes since then are major, minor or a patch",
    },
    publish: {
      kind: "text",
      value: "<tag>",
      summary: "publish as the version of this tag, modules-v1.2.3, which is checked out",
    },
    organization: { kind: "text", value: "<name>", summary: "publish: whose registry it is" },
    host: { kind: "text", value: "<host>", summary: "publish: instead of app.terraform.io" },
  },
  more: [
    "Without options nothing is written: it proves that each module does what its construct does.",
    "What is exported is declared in modules/<cloud>/<module>/exported.ts; see scripts/export/README.md.",
  ].join("\n"),
  async run({ operands, options, json }, { project, folder, env, print, talk }) {
    const { out, record, since, publish, organization } = options;
    const all = record || since !== undefined || publish !== undefined;
    if (operands.length > 0 && all) {
      throw new UsageError("--record, --since and --publish are about all modules: name none");
    }
    if ((publish === undefined) !== (organization === undefined)) {
      throw new UsageError("--publish and --organization go together");
    }
    const { root } = project();
    const exported = await exportedNow(root, operands, talk);
    if (!exported) return 1;
    const { writeModules } = await import("../export/export.ts");
    if (out !== undefined) writeModules(resolve(folder, out), exported);
    const { shapesOf } = await import("../export/shape.ts");
    if (record) {
      const file = join(root, "scripts/export/shapes.json");
      writeFileSync(file, `${JSON.stringify(shapesOf(exported), null, 2)}\n`);
    }
    if (since !== undefined) {
      const { comparedSince } = await import("../export/since.ts");
      const comparison = await comparedSince(root, since, exported);
      print(json ? JSON.stringify(comparison, null, 2) : told(comparison));
      return comparison.problems.length > 0 ? 1 : 0;
    }
    if (publish !== undefined && organization !== undefined) {
      const { publishModules } = await import("../export/publish.ts");
      const { host = "app.terraform.io" } = options;
      const place = { host, organization, env, talk };
      const published = await publishModules(root, publish, exported, place);
      print(
        json
          ? JSON.stringify(published, null, 2)
          : table(published.map(({ module, outcome }) => [module, outcome])),
      );
      return 0;
    }
    const rows = exported.map(rowOf);
    print(json ? JSON.stringify(rows, null, 2) : table([HEAD, ...rows.map(cellsOf)]));
    return 0;
  },
});

const HEAD = ["module", "variables", "outputs", "resources"];

/** The modules; nothing where they were refused, which is told. */
async function exportedNow(
  root: string,
  names: readonly string[],
  talk: (text: string) => void,
): Promise<readonly Exported[] | undefined> {
  const { CATALOGUE } = await import("../export/catalogue.ts");
  const { exportModules, named } = await import("../export/export.ts");
  const { modules, unknown } = named(CATALOGUE, names);
  if (unknown.length > 0) {
    const known = CATALOGUE.map(({ cloud, name }) => `${cloud}/${name}`);
    throw new UsageError(
      `no module is called ${unknown.join(", ")}; there are ${known.join(", ")}`,
    );
  }
  const outcome = exportModules(root, modules);
  if ("exported" in outcome) return outcome.exported;
  talk(outcome.problems.join("\n"));
  return undefined;
}

function rowOf({ folder, variables, outputs, addresses }: Exported) {
  return {
    module: folder,
    variables: variables.length,
    outputs: Object.keys(outputs).length,
    resources: addresses.length,
  };
}

function told({ step, changes, problems }: Comparison): string {
  return [...problems, ...changes, `together: ${step}`].join("\n");
}

function cellsOf(row: Readonly<Record<string, string | number>>): string[] {
  return Object.values(row).map(String);
}
