import { table } from "../terminal/table.ts";
import type { Adoption, Examined } from "./examine.ts";

const DECIDE =
  "what is undecided waits in environments/adoption.json, which --write writes: edit it, and run this again";

/** What a person reads. No value of a thing is in it but names and ids. */
export function renderExamined({ adopted, undecided, left, made }: Examined): string {
  const counts = `${adopted.length} taken over, ${undecided.length} undecided, ${left.length} left where they are`;
  const sections = [
    section("taken over", [
      ["was", "is here", "then"],
      ...adopted.map((each) => [each.old, `${each.stack} ${each.address}`, noteOf(each)]),
    ]),
    section("undecided", [
      ["was", "might be", "what differs"],
      ...undecided.flatMap(({ old, candidates }) =>
        candidates.map(({ here, against }, i) => [i === 0 ? old : "", here, against]),
      ),
    ]),
    section("left where they are", [
      ["was", "why"],
      ...left.map(({ old, reason }) => [old, reason]),
    ]),
    section("made anew beside them", [
      ["stack", "things"],
      ...Object.entries(made)
        .filter(([stack]) => adopted.some((each) => each.stack === stack))
        .map(([stack, count]) => [stack, String(count)]),
    ]),
  ];
  const open = undecided.length > 0 ? `\n${DECIDE}` : "";
  return [...sections.filter((each) => each !== ""), `${counts}${open}`].join("\n\n");
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length > 1 ? `${title}:\n${table(rows.map((row) => [...row]))}` : "";
}

function noteOf({ keeps, changes, replacedBy, alsoIn }: Adoption): string {
  const notes = [
    keeps && `keeps its name ${keeps.name}`,
    replacedBy.length > 0 && `IS REPLACED: ${replacedBy.join(", ")}`,
    changes.length > 0 && `changes ${changes.join(", ")}`,
    alsoIn.length > 0 && `is in ${alsoIn.join(", ")} as well`,
  ].filter(Boolean);
  return notes.length > 0 ? notes.join("; ") : "no change is seen";
}

/**
 * What makes an old workspace let go of its things without destroying them, one block each: for a copy
 * of its code, once every plan here is empty.
 */
export function renderRemoved(adopted: readonly Adoption[]): string {
  const keys = adopted.flatMap(({ old, alsoIn }) => [old, ...alsoIn]);
  const workspaces = [...new Set(keys.map((key) => key.split(" ")[0]!))].sort();
  return workspaces
    .map((workspace) => {
      const own = keys.filter((key) => key.startsWith(`${workspace} `));
      // A removed block names all instances of a resource.
      const froms = own.map((key) => key.slice(workspace.length + 1).replace(/\[[^\]]*\]/g, ""));
      const blocks = [...new Set(froms)].map(
        (from) => `removed {\n  from = ${from}\n  lifecycle {\n    destroy = false\n  }\n}`,
      );
      return `# workspace ${workspace}\n${blocks.join("\n")}`;
    })
    .join("\n\n");
}
