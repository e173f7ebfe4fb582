import type { Environment } from "@groundplan/environments/environment";
import { synthEstate } from "@groundplan/environments/test/synth-estate";
import { forOlderProvider, type StackJson } from "../../check/aws-provider/older-provider.ts";
import { ELSEWHERE, onMoto } from "./on-moto.ts";

/** Stacks as modules of one configuration: real Terraform reads a whole provider at each command. */
export interface Estate {
  readonly region: string;
  /** What calls the modules, but for the provider block. */
  readonly main: StackJson;
  /** Each stack, by its id. */
  readonly modules: Readonly<Record<string, StackJson>>;
}

/** The value of an output that another stack publishes. */
const READ = /data\.terraform_remote_state\.state-of-([\w-]+)\.outputs\.(\w+)/g;

/** Ids of the stacks of an environment that stand on AWS. */
export function awsStacks({ name }: Environment): string[] {
  return [...synthEstate()]
    .filter(([id, { template }]) => id.startsWith(`${name}-`) && hasAws(template as StackJson))
    .map(([id]) => id);
}

/**
 * The AWS parts of stacks of an environment, on moto's account, for the AWS provider 5.100.0.
 *
 * @param stacks ids. Default: all of the environment that stand on AWS
 */
export function motoEstate(
  environment: Environment,
  stacks: readonly string[] = awsStacks(environment),
): Estate {
  const estate = synthEstate();
  const modules: Record<string, StackJson> = {};
  const calls: Record<string, object[]> = {};
  for (const id of stacks) {
    const found = estate.get(id);
    if (!found) throw new Error(`there is no stack ${id}; known are ${[...estate.keys()]}`);
    const { json, inputs } = asModule(onMoto(found.template as StackJson, environment), stacks);
    // What a name says alone, a role's ARN, is read from nowhere: stacks have an order. Terraform would
    // read data of a module anew whenever one before it changes, so such a module has none.
    const before = found.stack.dependencies
      .filter((each) => stacks.includes(each.node.id) && !json.data)
      .map((each) => `module.${each.node.id}`);
    modules[id] = json;
    calls[id] = [
      { source: `./${id}`, ...(before.length > 0 && { depends_on: before }), ...inputs },
    ];
  }
  const { terraform } = Object.values(modules)[0]!;
  return {
    region: environment.aws?.region ?? "eu-west-1",
    main: { ...(terraform && { terraform }), module: calls },
    modules,
  };
}

function hasAws({ resource = {} }: StackJson): boolean {
  return Object.keys(resource).some((type) => type.startsWith("aws_"));
}

/** A stack that takes as arguments what it would read from others. */
function asModule(template: StackJson, stacks: readonly string[]) {
  const { json } = forOlderProvider(template);
  const inputs: Record<string, string> = {};
  const take = (_whole: string, stack: string, output: string) => {
    if (!(output in ELSEWHERE) && !stacks.includes(stack)) {
      throw new Error(`${stack} is read and not among the stacks: ${stacks}`);
    }
    inputs[output] = ELSEWHERE[output] ?? `\${module.${stack}.${output}}`;
    return `var.${output}`;
  };
  const { provider: _provider, data = {}, ...rest } = json;
  const { terraform_remote_state: _reads, ...known } = data;
  const output = publishedBy(template, rest.resource ?? {});
  const whole: StackJson = JSON.parse(
    JSON.stringify({ ...rest, data: known, output }).replace(READ, take),
  );
  const variable = Object.fromEntries(Object.keys(inputs).map((name) => [name, {}]));
  // Terraform refuses an empty section.
  const filled = Object.entries({ ...whole, variable }).filter(
    ([, section]) => Object.keys(section as object).length > 0,
  );
  return { json: Object.fromEntries(filled) as StackJson, inputs };
}

/** The outputs that tell of what is left of a stack. */
function publishedBy(template: StackJson, left: NonNullable<StackJson["resource"]>): object {
  const isLeft = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/\$\{[^}]*?\b([a-z]+_\w+)\.([\w-]+)/g)].every(
      ([, type, name]) => type && name && left[type]?.[name],
    );
  const zones = Object.keys(left["aws_route53_zone"] ?? {});
  return Object.fromEntries([
    ...zones.map((name) => ["zone_id", { value: `\${aws_route53_zone.${name}.zone_id}` }]),
    ...Object.entries(template.output ?? {}).filter(([, value]) => isLeft(value)),
  ]);
}
