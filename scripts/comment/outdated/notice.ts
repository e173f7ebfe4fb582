import type { Block, Line } from "../../render/document.ts";
import { paragraph } from "../../render/document.ts";
import { writeMarkdown } from "../../render/write/markdown.ts";
import { cut } from "../../review/diff/long.ts";
import { type AppliedStacks, lastOf, type Outdated, outdatedBy } from "./applied-stacks.ts";
import type { PlanRecord } from "./record.ts";

/** Room that every comment with a plan leaves for what is put above it later, in bytes. */
export const NOTICE_ROOM = 3000;

const FORM =
  /^<!-- groundplan applied ([a-z0-9-]+) ([0-9a-f]{40}) ([\dTZ:.-]+) others=([\dTZ:.-]*)((?: [a-z0-9-]+:\d+)*) -->\n/;
const END = "<!-- groundplan applied end -->\n";

/** Most environments that are remembered, the last applied first, and told of in words. */
const MOST = { remembered: 10, told: 3, names: 3, letters: 60 } as const;

/**
 * Writes what was applied since a plan was made, and puts it out of date: for readers in words, for
 * programs hidden.
 *
 * @param record of the plan that stands below
 * @param isComing another plan is on its way and may have been made before: all is kept, hidden, until
 * it is there
 */
export function noticeFor(
  all: readonly AppliedStacks[],
  record: PlanRecord | undefined,
  isComing: boolean,
): string {
  const outdated = record ? outdatedBy(all, record) : [];
  const about = outdated.map(({ environment }) => environment);
  const applied = all.filter(({ environment }) => isComing || about.includes(environment));
  if (applied.length === 0) return "";
  const told = outdated.length > 0 ? `${writeMarkdown([caution(outdated)])}\n` : "";
  const newest = [...applied].sort((a, b) => (lastOf(a) > lastOf(b) ? -1 : 1));
  const kept = newest.slice(0, MOST.remembered);
  const room = NOTICE_ROOM - Buffer.byteLength(told) - END.length;
  for (let names = 64; ; names = Math.floor(names / 2)) {
    const lines = kept.map((each) => lineOf(shortened(each, names))).sort();
    const text = [...lines, told, END].join("");
    if (names === 0 || Buffer.byteLength(lines.join("")) <= room) return text;
  }
}

/** What a text begins with of it, and the text after that. */
export function readNotice(text: string): {
  readonly applied: readonly AppliedStacks[];
  readonly rest: string;
} {
  const applied: AppliedStacks[] = [];
  let rest = text;
  for (let found = FORM.exec(rest); found; found = FORM.exec(rest)) {
    const [line, environment, commit, last, others, stacks] = found as unknown as string[];
    if (Number.isNaN(Date.parse(last!))) break;
    const times = stacks!
      .split(" ")
      .filter(Boolean)
      .map((each): [string, string] => {
        const [stack = "", before] = each.split(":");
        return [stack, new Date(Date.parse(last!) - Number(before)).toISOString()];
      });
    applied.push({
      ...{ environment: environment!, commit: commit! },
      stacks: Object.fromEntries(times),
      ...(others !== "" && { others: others! }),
    });
    rest = rest.slice(line!.length);
  }
  const end = rest.indexOf(END);
  if (applied.length === 0 || end < 0) return { applied: [], rest: text };
  return { applied, rest: rest.slice(end + END.length) };
}

/** The stacks that were applied last, as many as there is room for. */
function shortened(applied: AppliedStacks, most: number): AppliedStacks {
  const newest = Object.entries(applied.stacks).sort(([a, x], [b, y]) =>
    x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1,
  );
  const [left] = newest.slice(most);
  if (!left) return applied;
  const others = [left[1], applied.others ?? ""].sort().at(-1)!;
  return { ...applied, stacks: Object.fromEntries(newest.slice(0, most)), others };
}

function lineOf(applied: AppliedStacks): string {
  const { environment, commit, stacks, others = "" } = applied;
  const last = lastOf(applied);
  const times = Object.entries(stacks).map(([stack, at]) => {
    return ` ${stack}:${Date.parse(last) - Date.parse(at)}`;
  });
  return `<!-- groundplan applied ${environment} ${commit} ${last} others=${others}${times.sort().join("")} -->\n`;
}

function caution(outdated: readonly Outdated[]): Block {
  const rest = outdated.slice(MOST.told).map(({ environment }) => environment);
  const blocks = [
    ...outdated
      .slice(0, MOST.told)
      .map((each) =>
        paragraph(
          ...namesOf(each),
          " applied at ",
          { code: each.commit.slice(0, 10) },
          " after this was planned.",
        ),
      ),
    ...(rest.length > 0 ? [paragraph(`So it is in ${rest.length} more environments.`)] : []),
    paragraph("Do not approve it. Bring the branch up to date, which plans it again."),
  ];
  return { kind: "caution", title: "Out of date", blocks };
}

function namesOf({ stacks, others, environment }: Outdated): Line {
  if (stacks.length === 0) return ["Stacks of ", { code: environment }, " were"];
  const shown = stacks.slice(0, MOST.names);
  const more = stacks.length - shown.length;
  const names = shown.flatMap(
    (stack, at): Line => [at > 0 ? ", " : "", { code: cut(stack, MOST.letters) }],
  );
  const end = others ? " and others" : more > 0 ? ` and ${more} more` : "";
  return [...names, end, stacks.length === 1 && !others ? " was" : " were"];
}
