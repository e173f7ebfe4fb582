import type { ExportedModule } from "@groundplan/core/exported";
import type { Assembled, Variable } from "./assembled.ts";
import { exampleOf } from "./example.ts";
import type { PropWords } from "./prop-docs.ts";
import { TERRAFORM_VERSION } from "./requirements.ts";

/** What an exported module's README says. */
export function readmeOf(assembled: Assembled, props: readonly PropWords[]): string {
  const { module, folder, variables, outputs, addresses, requirement } = assembled;
  const source = `app.terraform.io/<organization>/${module.name}/${module.cloud}`;
  const parts = [
    `# ${folder}`,
    `${module.summary} Made from the construct in \`${module.props.folder}\`: what is edited here is lost at the next release.`,
    "## Use",
    `\`\`\`hcl\n${exampleOf(assembled, source, "~> 1.0")}\`\`\``,
    "## Variables",
    table(["name", "type", "default", "what"], variables.map(rowOf)),
    ...uncheckedOf(variables),
    "## Outputs",
    table(
      ["name", "what"],
      Object.entries(outputs).map(([name, { description }]) => [code(name), description]),
    ),
    "## Fixed",
    "What cannot be chosen. Another choice is another module.",
    table(["prop", "value", "what"], fixedRows(assembled, props)),
    ...regionOf(module),
    ...partitionOf(assembled),
    "## Makes",
    addresses.map((address) => `- \`${address}\``).join("\n"),
    "## Needs",
    `Terraform or OpenTofu \`${TERRAFORM_VERSION}\` and \`${requirement.source}\` \`${requirement.version}\`: from the version that the module is tried with to the next that may rename arguments. The provider is configured by whoever calls the module.`,
    "## Versions",
    "Major: a variable or an output is gone, a variable must be given, has another type or default, or is checked by other rules, a resource has another address. Minor: a variable, an output or a resource came, a variable admits more. Patch: the rest.",
  ];
  return `${parts.join("\n\n")}\n`;
}

function rowOf(variable: Variable): string[] {
  const { name, type, description } = variable;
  const otherwise =
    "default" in variable ? code(JSON.stringify(variable.default)) : "must be given";
  return [code(name), code(type), otherwise, description];
}

/** Rules that only the provider, or the cloud, will tell of. */
function uncheckedOf(variables: readonly Variable[]): string[] {
  const lines = variables.flatMap(({ name, rules }) =>
    rules.unchecked.map((rule) => `- \`${name}\` must ${rule}.`),
  );
  return lines.length === 0 ? [] : [`Not checked by the module:`, lines.join("\n")];
}

function fixedRows({ module, variables }: Assembled, props: readonly PropWords[]): string[][] {
  const chosen = (prop: string) =>
    variables.filter((each) => each.prop.split(".")[0] === prop).map((each) => each.prop);
  const fixed = module.fixed(REGION);
  return props
    .filter(({ prop }) => prop !== "overrides" && !(prop in module.objects))
    .filter(({ prop }) => prop in fixed || !chosen(prop).includes(prop))
    .map(({ prop, description, otherwise }) => {
      const value = prop in fixed ? code(JSON.stringify(fixed[prop])) : otherwise || "not given";
      const but = chosen(prop).map((path) => code(path.slice(prop.length + 1)));
      return [
        code(prop),
        but.length === 0 ? value : `but for ${but.join(", ")}: ${value}`,
        description,
      ];
    });
}

/** What stands for the region in what is fixed. */
const REGION = "<region>";

/** What is fixed may be something of the region that a caller's region has not. */
function regionOf(module: ExportedModule): string[] {
  const named = JSON.stringify(module.fixed(REGION)).includes(REGION);
  return named
    ? [
        `\`${REGION}\` is that of the caller's provider. AWS refuses the plan's apply in a region, or for an account, that has not all that is named.`,
      ]
    : [];
}

/** ARNs that are written out name the partition. */
function partitionOf({ sections }: Assembled): string[] {
  return JSON.stringify(sections).includes("arn:aws:")
    ? ["For the partition `aws`: not for China, not for GovCloud."]
    : [];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
