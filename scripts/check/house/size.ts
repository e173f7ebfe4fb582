import { type Finding, isTest, type Rule } from "./source.ts";

/** Lines at which a file has stopped being one thing. */
const STOPS = { test: 300, module: 250, stack: 200, tool: 250 } as const;

/** `// size: <why>, decision NNNN` in a file lifts its stop. */
const WAIVER = /^\/\/ size: .{10,}, decision \d{4}$/m;

/** A file past its stop is two files. */
export const size: Rule = ({ path, text }): Finding[] => {
  const lines = text.split("\n").length - 1;
  const kind = kindOf(path);
  if (lines <= STOPS[kind] || WAIVER.test(text)) return [];
  return [
    {
      at: `${path}:${lines}`,
      message: `${lines} lines; a ${kind} stops at ${STOPS[kind]}: split it by what it is about`,
    },
  ];
};

function kindOf(path: string): keyof typeof STOPS {
  if (isTest(path)) return "test";
  if (path.startsWith("modules/")) return "module";
  if (path.startsWith("apps/")) return "stack";
  return "tool";
}
