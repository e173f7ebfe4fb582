import { findProject } from "../stacks/project.ts";
import { UnknownNames } from "../stacks/select.ts";
import { ask } from "../terminal/ask.ts";
import { type Context, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, listHelp } from "./help.ts";
import { parse } from "./parse.ts";

const args = process.argv.slice(2);
// A terminal that has no width cannot be drawn on.
const width = process.stdout.isTTY && process.stderr.isTTY ? process.stdout.columns : 0;
const onTerminal = width > 0 && !process.env["CI"];

const context: Context = {
  env: process.env,
  folder: process.cwd(),
  terminal: onTerminal,
  project: () => findProject(process.cwd()),
  typed: ["infra", ...args.map(asTyped)].join(" "),
  print: (text) => process.stdout.write(`${text}\n`),
  talk: (text) => process.stderr.write(`${text}\n`),
  ...(onTerminal && process.stdin.isTTY && { ask }),
};

// Whoever reads us may have gone away: a closed pipe or terminal must not keep us from ending well.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  const parsed = parse(args, COMMANDS);
  if ("help" in parsed) {
    const spec = COMMANDS[parsed.help ?? ""];
    context.print(spec ? commandHelp(parsed.help ?? "", spec) : listHelp(COMMANDS));
  } else {
    process.exitCode = await COMMANDS[parsed.name]!.run(parsed.input, context);
  }
} catch (error) {
  const wrongUse = error instanceof UsageError || error instanceof UnknownNames;
  process.exitCode = wrongUse ? 2 : 1;
  context.talk(`infra: ${tell(error)}`);
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
