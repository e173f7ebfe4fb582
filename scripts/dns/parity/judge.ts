import type { Findings } from "../../stepwise/outcome.ts";
import type { Decisions } from "../move/decisions.ts";
import type { Heard } from "./ask-both.ts";
import { agrees, type Difference, type Expectation } from "./compare.ts";

/** Most servers that are told to be silent: after these nothing new is learned. */
const MOST_SILENT = 20;

/** What the answers of both sides mean for the move. */
export function judged(
  { answers, count, silent }: Heard,
  expected: ReadonlyMap<string, Expectation>,
  { zone, differences }: Decisions,
): Findings {
  const differing = answers.filter((each) => !agrees(each, expected.get(each.key), zone));
  const approved = differing.filter(({ key }) => key in differences);
  const open = differing.filter(({ key }) => !(key in differences));
  const converted = answers.filter(
    ({ key, old, new: fresh }) => expected.has(key) && old[0] !== fresh[0],
  );
  const holds = open.length + silent.length === 0;
  return {
    said:
      silent.length > 0
        ? "not everything was answered"
        : `names and types: ${answers.length}, answers: ${count}, differences: ${open.length}`,
    problems: [...silent.slice(0, MOST_SILENT), ...open.map(told)],
    warnings: Object.keys(differences)
      .filter((key) => !approved.some((each) => each.key === key))
      .map((key) => `the difference of ${key} is approved in move.json, and there is none`),
    facts: [
      ["names and types", String(answers.length)],
      ["answers over UDP and TCP", String(count)],
      ["other, as converted", String(converted.length)],
      ["differences", String(open.length)],
      ...approved.map(({ key }) => [`approved: ${key}`, differences[key]!] as const),
    ],
    todo: holds
      ? [`infra dns ttl ${zone}`]
      : [
          'correct the records, or approve a difference in move.json: "differences": { "MX example.com": "why" }',
          `infra dns parity ${zone}`,
        ],
  };
}

function told({ key, old, new: fresh }: Difference): string {
  return `${key}: old ${said(old)}, new ${said(fresh)}`;
}

function said(shapes: readonly string[]): string {
  return shapes.map((shape) => `"${shape.slice(0, 200)}"`).join(" or ") || "no answer";
}
