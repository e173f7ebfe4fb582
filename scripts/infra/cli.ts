import { ask } from "../terminal/ask.ts";
import { runInfra } from "./run.ts";

// A terminal that has no width cannot be drawn on.
const width = process.stdout.isTTY && process.stderr.isTTY ? process.stdout.columns : 0;
const onTerminal = width > 0 && !process.env["CI"];

// Whoever reads us may have gone away: a closed pipe or terminal must not keep us from ending well.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runInfra(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  terminal: onTerminal,
  print: (text) => process.stdout.write(`${text}\n`),
  talk: (text) => process.stderr.write(`${text}\n`),
  ...(onTerminal && process.stdin.isTTY && { ask }),
});
