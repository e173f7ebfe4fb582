import { findProject } from "../stacks/project.ts";
import { UnknownNames } from "../stacks/select.ts";
import { type Context, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, listHelp } from "./help.ts";
import { parse } from "./parse.ts";

/** What whoever starts a command gives to it: its context, but for what was typed. */
export type World = Omit<Context, "project" | "typed">;

/**
 * Does what was typed after `infra`, and says what went wrong.
 *
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly, or what the command says of its own
 */
export async function runInfra(args: readonly string[], world: World): Promise<number> {
  const context: Context = {
    ...world,
    project: () => findProject(world.folder),
    typed: ["infra", ...args.map(asTyped)].join(" "),
  };
  try {
    const parsed = parse(args, COMMANDS);
    if (!("help" in parsed)) return await COMMANDS[parsed.name]!.run(parsed.input, context);
    const spec = COMMANDS[parsed.help ?? ""];
    context.print(spec ? commandHelp(parsed.help ?? "", spec) : listHelp(COMMANDS));
    return 0;
  } catch (error) {
    context.talk(`infra: ${tell(error)}`);
    return error instanceof UsageError || error instanceof UnknownNames ? 2 : 1;
  }
}

/** Our own errors say all there is to say; anything else is a mistake of ours and shows where. */
function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const builtIn = ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"];
  return builtIn.includes(error.name) ? (error.stack ?? error.message) : error.message;
}

/** An argument as a shell wants it: what it would take apart or expand is quoted. */
function asTyped(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
