import { parseArgs } from "node:util";
import { nearest } from "../stacks/select.ts";
import {
  type Command,
  type Input,
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
  UsageError,
} from "./command.ts";

/** A command to run with its input, or a wish for help. */
export type Parsed =
  | { readonly help: string | undefined }
  | { readonly name: string; readonly input: Input<OptionSpecs> };

/** Reads the arguments against the table. Throws a `UsageError` for anything that is not in it. */
export function parse(
  args: readonly string[],
  commands: Readonly<Record<string, Command>>,
): Parsed {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h") return { help: undefined };
  if (name === "help") {
    if (rest[0] !== undefined) known(rest[0], commands);
    return { help: rest[0] };
  }
  const spec = known(name, commands);
  if (rest.includes("--help") || rest.includes("-h")) return { help: name };
  const { values, positionals } = readArguments(name, rest, spec);
  checkOperands(name, positionals, spec);
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([option, each]) => [
      option,
      typed(option, values[option], each),
    ]),
  ) as OptionValues<OptionSpecs>;
  return { name, input: { operands: positionals, options, json: values["json"] === true } };
}

function known(name: string, commands: Readonly<Record<string, Command>>): Command {
  const spec = commands[name];
  if (spec && Object.hasOwn(commands, name)) return spec;
  const kind = name.startsWith("-") ? "option" : "command";
  throw new UsageError(`there is no ${kind} ${name}${meant(nearest(name, Object.keys(commands)))}`);
}

type RawValue = string | boolean | (string | boolean)[] | undefined;

function readArguments(name: string, args: readonly string[], spec: Command) {
  const flags = { ...spec.options, json: { kind: "switch" } as OptionSpec };
  const given = args.slice(0, indexOrEnd(args, "--")).filter((arg) => arg.startsWith("--"));
  for (const arg of given) {
    const flag = arg.slice(2).split("=")[0]!;
    if (Object.hasOwn(flags, flag)) continue;
    const close = nearest(flag, Object.keys(flags)).map((each) => `--${each}`);
    const all = Object.keys(flags).map((each) => `--${each}`);
    throw new UsageError(
      `infra ${name} has no option --${flag}${meant(close)}; it has ${all.join(", ")}`,
    );
  }
  refuseDashes(name, args.slice(0, indexOrEnd(args, "--")), flags);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(flags).map(([flag, { kind }]) => [
          flag,
          { type: kind === "switch" ? "boolean" : "string", multiple: kind === "texts" } as const,
        ]),
      ),
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Record<string, RawValue>, positionals };
  } catch (error) {
    // Node's sentence says what is wrong; only its end ("To specify ...") is about other tools.
    const [sentence = ""] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`infra ${name}: ${sentence}`);
  }
}

/** A value that begins with a dash may be an option whose value was forgotten: it is said, not guessed. */
function refuseDashes(name: string, args: readonly string[], flags: OptionSpecs): void {
  for (const [at, arg] of args.entries()) {
    const spec = arg.startsWith("--") ? flags[arg.slice(2)] : undefined;
    const value = args[at + 1];
    if (!spec || spec.kind === "switch" || !value?.startsWith("-")) continue;
    if (spec.kind === "number") typed(arg.slice(2), value, spec);
    throw new UsageError(
      `infra ${name}: ${arg} wants ${spec.value}, got ${value}; if that is its value, write ${arg}=${value}`,
    );
  }
}

function checkOperands(name: string, given: readonly string[], { operands }: Command): void {
  const atMost = operands?.atMost ?? (operands ? Number.POSITIVE_INFINITY : 0);
  if (given.length < (operands?.atLeast ?? 0)) {
    throw new UsageError(`infra ${name} wants ${operands?.name}: ${operands?.summary}`);
  }
  if (given.length > atMost) {
    throw new UsageError(`infra ${name} does not know what to do with ${given[atMost]}`);
  }
}

function typed(name: string, value: RawValue, { kind }: OptionSpec): unknown {
  if (kind === "switch") return value === true;
  if (kind === "texts") return value ?? [];
  if (kind === "text" || value === undefined) return value;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError(`--${name} must be a whole number from 1 on, got ${value}`);
}

function meant(names: readonly string[]): string {
  return names.length > 0 ? `; did you mean ${names.join(" or ")}?` : "";
}

function indexOrEnd(args: readonly string[], what: string): number {
  const index = args.indexOf(what);
  return index < 0 ? args.length : index;
}
