import { dev } from "@groundplan/environments/dev/environment";
import { synthEstate } from "@groundplan/environments/test/synth-estate";
import { forOlderProvider, type StackJson } from "../../check/aws-provider/older-provider.ts";
import { MOTO_ACCOUNT } from "../../state/testing/servers.ts";

/** Stacks as modules of one configuration: real Terraform reads a whole provider at each command. */
export interface Estate {
  /** What calls the modules, but for the provider block. */
  readonly main: StackJson;
  /** Each stack, by its id. */
  readonly modules: Readonly<Record<string, StackJson>>;
}

/** Types that are left out on both sides, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy:
    "moto takes a denial without looking at its condition, and denies everything from then on",
  aws_s3_bucket_lifecycle_configuration:
    "the provider waits three minutes for rules that moto gives back otherwise",
  aws_iam_role_policy_attachment: "moto knows no policies of AWS's own unless it is told",
  aws_iam_role_policy_attachments_exclusive: "like aws_iam_role_policy_attachment",
  aws_appautoscaling_target: "the provider waits without end for what moto has registered",
  aws_appautoscaling_policy: "like aws_appautoscaling_target",
  aws_appautoscaling_scheduled_action: "like aws_appautoscaling_target",
  aws_acm_certificate_validation: "what it waits for is a record at Cloudflare",
};

/** What stands in for values of other clouds' stacks, by the output that is read. */
const FROM_ELSEWHERE: Readonly<Record<string, string>> = {
  host_public_ip: "203.0.113.10",
  host_service_account_id: "100000000000000000001",
};

/** The value of an output that another stack publishes. */
const READ = /data\.terraform_remote_state\.state-of-([\w-]+)\.outputs\.(\w+)/g;

/** The AWS parts of stacks of dev, on moto's account, for the AWS provider 5.100.0. */
export function motoEstate(stacks: readonly string[]): Estate {
  const estate = synthEstate();
  const modules: Record<string, StackJson> = {};
  const calls: Record<string, object[]> = {};
  for (const id of stacks) {
    const template = estate.get(id)?.template;
    if (!template) throw new Error(`there is no stack ${id}; known are ${[...estate.keys()]}`);
    const { json, inputs } = asModule(onMoto(template as StackJson), stacks);
    modules[id] = json;
    calls[id] = [{ source: `./${id}`, ...inputs }];
  }
  const { terraform } = Object.values(modules)[0]!;
  return { main: { ...(terraform && { terraform }), module: calls }, modules };
}

/** A stack of dev in the account that moto answers for, unprotected: it is to be destroyed. */
function onMoto(template: StackJson): StackJson {
  const { aws_acm_certificate_validation: validations = {} } = template.resource ?? {};
  const validated = Object.entries(validations).map(
    ([name, { certificate_arn }]) =>
      [`\${aws_acm_certificate_validation.${name}.certificate_arn}`, `${certificate_arn}`] as const,
  );
  const text = JSON.stringify(template)
    .replaceAll(dev.aws.accountId, MOTO_ACCOUNT)
    .replaceAll('"prevent_destroy":true', '"prevent_destroy":false');
  return JSON.parse(validated.reduce((json, [from, to]) => json.replaceAll(from, to), text));
}

/** A stack that takes as arguments what it would read from others. */
function asModule(template: StackJson, stacks: readonly string[]) {
  const { json } = forOlderProvider({ ...template, resource: keptIn(template.resource) });
  const inputs: Record<string, string> = {};
  const take = (_whole: string, stack: string, output: string) => {
    const value = FROM_ELSEWHERE[output] ?? `\${module.${stack}.${output}}`;
    if (!(output in FROM_ELSEWHERE) && !stacks.includes(stack)) {
      throw new Error(`${stack} is read and not among the stacks: ${stacks}`);
    }
    inputs[output] = value;
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

function keptIn(resource: StackJson["resource"] = {}): NonNullable<StackJson["resource"]> {
  return Object.fromEntries(
    Object.entries(resource).filter(([type]) => !Object.hasOwn(LEFT_OUT, type)),
  );
}

/** The outputs that tell of what is left of a stack. */
function publishedBy(template: StackJson, left: NonNullable<StackJson["resource"]>): object {
  const isLeft = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/\$\{[^}]*?\b([a-z]+_\w+)\.([\w-]+)/g)].every(
      ([, type, name]) => type && name && left[type]?.[name],
    );
  return Object.fromEntries(
    Object.entries(template.output ?? {}).filter(([, value]) => isLeft(value)),
  );
}
