import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import type { ExportedCloud, ExportedModule } from "@groundplan/core/exported";
import { App, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Node } from "constructs";
import type { PropDoc } from "./prop-docs.ts";

/** Values of an exported module's variables, by the path of the prop. */
export type Values = Readonly<Record<string, unknown>>;

/** Terraform JSON, by section. */
export type Sections = Readonly<Record<string, unknown>>;

/** Who and where the provider of a synthesized module is. Nothing of it may be seen in the module. */
export interface Furnishing {
  readonly account: string;
  readonly place: string;
}

/** Two that have nothing in common. */
export const FURNISHINGS: readonly [Furnishing, Furnishing] = [
  { account: "111122223333", place: "eu-west-1" },
  { account: "444455556666", place: "us-east-2" },
];

const PROVIDERS: Record<ExportedCloud, (stack: TerraformStack, by: Furnishing) => void> = {
  aws: (stack, { account, place }) =>
    void new AwsProvider(stack, "aws", { region: place, allowedAccountIds: [account] }),
  google: (stack, { account, place }) =>
    void new GoogleProvider(stack, "google", { project: `acme-${account}`, region: place }),
  cloudflare: (stack) => void new CloudflareProvider(stack, "cloudflare", {}),
};

/** Construct id of what is exported. */
const MADE = "made";

/** What a variable is called: `keepOldDays` is `keep_old_days`, `encryption.keyId` `encryption_key_id`. */
export function variableName({ variables }: ExportedModule, prop: string): string {
  const { name } = variables[prop]!;
  if (name !== undefined) return name;
  return prop
    .replaceAll(".", "_")
    .replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
    .replace(/^_/, "");
}

/** What a module is synthesized from. */
export interface Choice {
  /** Props that are variables, with what is known of them. */
  readonly variables?: Readonly<Record<string, PropDoc>>;
  /** Values of the others. */
  readonly values?: Values;
  /** Default: the first of `FURNISHINGS` */
  readonly by?: Furnishing;
}

/** The Terraform JSON of a module with variables, of its construct with values, or of both mixed. */
export type Freeze = (choice: Choice) => Sections;

/**
 * Synthesizes a module, each choice once.
 *
 * @param outdir a folder of ours: cdktf wants one, though nothing is written there
 */
export function freezer(module: ExportedModule, outdir: string): Freeze {
  const done = new Map<string, Sections>();
  return (choice) => {
    const key = JSON.stringify(choice);
    const sections = done.get(key) ?? synthesized(module, outdir, choice);
    done.set(key, sections);
    return sections;
  };
}

function synthesized(module: ExportedModule, outdir: string, choice: Choice): Sections {
  const { variables = {}, values = {}, by = FURNISHINGS[0] } = choice;
  const told = Object.entries(values)
    .filter(([prop, value]) => module.variables[prop]?.reckoned && typeof value === "string")
    .map(([prop, value]): [string, string] => [value as string, variableName(module, prop)]);
  const stack = new FrozenStack(new App({ outdir }), module.name, [[by.place, ""], ...told]);
  PROVIDERS[module.cloud](stack, by);
  const tokens = Object.entries(variables).map(([prop, doc]) => [
    prop,
    tokenOf(stack, variableName(module, prop), doc),
  ]);
  const props = assembled(module.fixed(by.place), { ...values, ...Object.fromEntries(tokens) });
  for (const [name, output] of Object.entries(module.make(stack, MADE, props))) {
    new TerraformOutput(stack, `output-${name}`, output).overrideLogicalId(name);
  }
  stack.prepareStack();
  stack.runAllValidations();
  const { provider: _, variable: __, ...sections } = plain(stack.toTerraform()) as Sections;
  return sections;
}

function tokenOf(stack: TerraformStack, name: string, { type }: PropDoc): unknown {
  const variable = new TerraformVariable(stack, name, {});
  if (type === "number") return variable.numberValue;
  if (type === "bool") return variable.booleanValue;
  if (type.startsWith("list(")) return variable.listValue;
  if (type === "map(string)") return Token.asStringMap(variable.value);
  return variable.stringValue;
}

/** Fixed and chosen props as one; a chosen one of `undefined` is left out. */
function assembled(fixed: Values, chosen: Values): Values {
  return Object.entries(chosen)
    .filter(([, value]) => value !== undefined && value !== null)
    .reduce((props, [path, value]) => withValue(props, path.split("."), value), fixed);
}

function withValue(props: Values, [first, ...rest]: readonly string[], value: unknown): Values {
  if (rest.length === 0) return { ...props, [first!]: value };
  return { ...props, [first!]: withValue((props[first!] ?? {}) as Values, rest, value) };
}

/**
 * Names resources by their place in the construct alone, readable and without a hash. In place of what differs
 * from caller to caller stands what it is: a module has the same addresses in each region and for each value.
 */
class FrozenStack extends TerraformStack {
  readonly #words: readonly (readonly [text: string, word: string])[];

  constructor(app: App, id: string, words: readonly (readonly [text: string, word: string])[]) {
    super(app, id);
    this.#words = words;
  }

  protected override allocateLogicalId(element: Parameters<TerraformStack["getLogicalId"]>[0]) {
    const node = element instanceof Node ? element : element.node;
    const [first, ...rest] = node.path.split("/").slice(1);
    if (first !== MADE) return first!;
    const parts = rest.filter((part) => part !== "Default");
    if (parts.length === 0) return "this";
    return this.#words.reduce(
      (name, [text, word]) => name.replaceAll(plainName(text), word),
      plainName(parts.join("_")),
    );
  }
}

function plainName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/g, "_");
}

/** Without what cdktf says about itself, and with the keys in order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key, each]) => key !== "//" && each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.map(([key, each]) => [key, plain(each)]));
}
