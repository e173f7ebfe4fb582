import { table } from "../terminal/table.ts";
import type { Command, OptionSpec } from "./command.ts";

/** Options that every command has. */
const EVERYWHERE: Readonly<Record<string, OptionSpec>> = {
  json: { kind: "switch", summary: "print data for machines" },
  help: { kind: "switch", summary: "print this" },
};

const EXITS = "Exit codes: 0 done, 1 failed, 2 used wrongly.";

/** The list of commands. */
export function listHelp(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => [`  ${name}`, summary]);
  return [
    "infra <command> [--json]",
    "",
    table(rows),
    "",
    "infra <command> --help tells more about one.",
    EXITS,
  ].join("\n");
}

/** The help of one command. */
export function commandHelp(name: string, spec: Command): string {
  const { summary, operands, options, more, exits } = spec;
  const all = { ...options, ...EVERYWHERE };
  const brackets = operands && (operands.atLeast > 0 ? operands.name : `[${operands.name}]`);
  const usage = ["infra", name, brackets, "[options]"].filter(Boolean).join(" ");
  const rows = [
    ...(operands ? [[`  ${operands.name}`, operands.summary]] : []),
    ...Object.entries(all).map(([flag, { value, summary }]) => [
      `  --${flag}${value ? ` ${value}` : ""}`,
      summary,
    ]),
  ];
  return [
    usage,
    "",
    `${summary}.`,
    "",
    table(rows),
    ...(more ? ["", more] : []),
    "",
    exits ? `Exit codes: ${exits}.` : EXITS,
  ].join("\n");
}
