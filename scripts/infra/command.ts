import type { Project } from "../stacks/project.ts";

/** One option of a command. */
export interface OptionSpec {
  /** `switch` is there or not; `text` and `number` want a value; `texts` may be given repeatedly. */
  readonly kind: "switch" | "text" | "texts" | "number";
  /** What it does, for the help: no capital, no full stop. */
  readonly summary: string;
  /** Name of the value in the help: `<n>`. */
  readonly value?: string;
}

/** The options of a command by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What an option's value is in TypeScript. */
type ValueOf<S extends OptionSpec> = S["kind"] extends "switch"
  ? boolean
  : S["kind"] extends "texts"
    ? readonly string[]
    : (S["kind"] extends "number" ? number : string) | undefined;

/** The values of all options of a command. */
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** What a command takes besides options. */
export interface Operands {
  /** As the help prints it: `<environment|stack|glob>...` */
  readonly name: string;
  readonly summary: string;
  readonly atLeast: number;
  /** Default: any number. */
  readonly atMost?: number;
}

/** What the user typed, parsed. */
export interface Input<O extends OptionSpecs> {
  readonly operands: readonly string[];
  readonly options: OptionValues<O>;
  /** True when the user wants data for machines on standard output. */
  readonly json: boolean;
}

/** The world of a command. Nothing else of it may be touched. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder in which the command was started. */
  readonly folder: string;
  /** True when both standard output and standard error are a terminal, and CI is not set. */
  readonly terminal: boolean;
  /** The checkout around the folder. Throws where there is none. */
  readonly project: () => Project;
  /** The command as typed, for locks and messages. */
  readonly typed: string;
  /** Prints data to standard output. */
  readonly print: (text: string) => void;
  /** Says something to the user, on standard error. */
  readonly talk: (text: string) => void;
  /** Asks the user; left out where nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>;
}

/** One command of `infra`: what it is called is its key in the table. */
export interface Command<O extends OptionSpecs = OptionSpecs> {
  /** One sentence for the list of commands: no capital, no full stop. */
  readonly summary: string;
  readonly operands?: Operands;
  readonly options: O;
  /** What is worth knowing besides; printed below the options. */
  readonly more?: string;
  /** Its exit codes, where they are others: `0 done, 1 failed, 2 used wrongly or drift`. */
  readonly exits?: string;
  /** Does it. Returns the exit code: 0 done, 1 failed. Wrong use is a thrown `UsageError`. */
  run(input: Input<O>, context: Context): Promise<number>;
}

/** Declares a command so that `run` knows the types of its own options. */
export function command<const O extends OptionSpecs>(spec: Command<O>): Command {
  // Parsing goes by `options`: what `run` gets has the types that it says.
  return spec as unknown as Command;
}

/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
