import type { ExportedModule } from "@groundplan/core/exported";
import type { Assembled, Variable } from "./assembled.ts";
import { exampleOf } from "./example.ts";
import { type Freeze, type Sections, variableName } from "./frozen.ts";
import type { Proven } from "./proof.ts";
import type { PropDocs } from "./prop-docs.ts";
import { readmeOf } from "./readme.ts";
import { requirementOf, TERRAFORM_VERSION } from "./requirements.ts";
import { rulesOf } from "./rules.ts";

/** Puts together all that is known of a module. */
export function assemble(
  module: ExportedModule,
  { sections, docs }: Proven,
  freeze: Freeze,
): Assembled {
  const variables = Object.entries(module.variables).map(([prop, variable]): Variable => {
    const doc = docs[prop]!;
    return {
      name: variableName(module, prop),
      prop,
      type: doc.type,
      description: variable.rule ? `${doc.description} Must ${variable.rule}.` : doc.description,
      ...("default" in variable && { default: variable.default }),
      rules: rulesOf(module, prop, doc, freeze),
    };
  });
  const { terraform, output = {} } = sections as {
    terraform: { required_providers: Record<string, { version: string }> };
    output?: Assembled["outputs"];
  };
  const { version } = terraform.required_providers[module.cloud]!;
  return {
    module,
    folder: `terraform-${module.cloud}-${module.name}`,
    variables,
    outputs: output,
    addresses: addressesIn(sections),
    requirement: requirementOf(module.cloud, version),
    sections,
  };
}

/** The files of a module, by path. */
export function filesOf(
  assembled: Assembled,
  described: PropDocs,
  licence: string,
): Readonly<Record<string, string>> {
  const { module, sections, variables, requirement } = assembled;
  const { terraform: _, output: __, ...made } = sections;
  const { moved } = module;
  return {
    LICENSE: licence,
    "README.md": readmeOf(assembled, described.all(module.props.name)),
    "examples/complete/main.tf": exampleOf(assembled, "../.."),
    "main.tf.json": json({ ...made, ...(moved.length > 0 && { moved }) }),
    "outputs.tf.json": json({ output: assembled.outputs }),
    "variables.tf.json": json({
      variable: Object.fromEntries(variables.map((each) => [each.name, blockOf(each)])),
    }),
    "versions.tf.json": json({
      terraform: {
        required_version: TERRAFORM_VERSION,
        required_providers: { [module.cloud]: requirement },
      },
    }),
  };
}

function blockOf(variable: Variable) {
  const { type, description, rules } = variable;
  const optional = "default" in variable;
  return {
    type,
    description: [description, ...rules.unchecked.map((rule) => `Must ${rule}.`)].join(" "),
    ...(optional && { default: variable.default }),
    // What is null would not be checked, and would take an argument away that the construct always sets.
    nullable: optional && variable.default === null,
    ...(rules.validations.length > 0 && { validation: rules.validations }),
  };
}

function addressesIn({ resource = {}, data = {} }: Sections): string[] {
  const of = (section: unknown, prefix: string) =>
    Object.entries(section as Record<string, object>).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => `${prefix}${type}.${name}`),
    );
  return [...of(resource, ""), ...of(data, "data.")].sort();
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
