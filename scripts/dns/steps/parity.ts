import { convertZone } from "../convert/convert.ts";
import type { Outcome } from "../move/outcome.ts";
import { askBoth } from "../parity/ask-both.ts";
import { agrees, type Difference } from "../parity/compare.ts";
import { expectationsOf } from "../parity/expected.ts";
import { questionsOf } from "../parity/questions.ts";
import { serversOf } from "../parity/servers.ts";
import { contentsOf, type Exported } from "./export.ts";
import { type Move, needs, type Taken, take } from "./step.ts";
import { targetOf } from "./target.ts";

/** Asks both sets of name servers every name and type, and compares what they say. */
export function parity(move: Move): Promise<Outcome> {
  return take(move, "parity", async (progress) => {
    const closed = needs(progress, "export", "convert");
    if (closed.length > 0) return { said: "nothing was asked", problems: closed };
    const edited = await editedSince(move, move.folder.exported);
    if (edited) return { said: "nothing was asked", problems: [edited] };
    return compareSides(move);
  });
}

/** Asks both sides and judges what they say; also what a rollback wants to know. */
export async function compareSides({ folder, world }: Move): Promise<Taken> {
  const { exported, decisions, zone } = folder;
  const target = await targetOf({ folder, world });
  const standing = await world.cloudflare.records(target.id);
  const { records, fates } = convertZone(exported.sets, decisions);
  const heard = await askBoth(
    world.dns,
    {
      zone,
      questions: questionsOf({ zone, exported: exported.sets, converted: records, standing }),
      old: await serversOf(world.dns, decisions, "old", exported.zone.nameServers),
      new: await serversOf(world.dns, decisions, "new", target.nameServers),
    },
    world.talk,
  );
  const expected = expectationsOf(fates, records, decisions);
  const differing = heard.answers.filter((each) => !agrees(each, expected.get(each.key), zone));
  const approved = differing.filter(({ key }) => key in decisions.differences);
  const open = differing.filter(({ key }) => !(key in decisions.differences));
  const stale = Object.keys(decisions.differences).filter(
    (key) => !approved.some((each) => each.key === key),
  );
  return {
    said:
      heard.silent.length > 0
        ? "not everything was answered"
        : `${heard.answers.length} names and types, ${heard.count} answers, ${open.length} differences`,
    problems: [...heard.silent.slice(0, 20), ...open.map(told)],
    warnings: stale.map(
      (key) => `the difference of ${key} is approved in move.json, and there is none`,
    ),
    facts: [
      ["names and types", String(heard.answers.length)],
      ["answers over UDP and TCP", String(heard.count)],
      ["otherwise, as converted", String(countExpected(heard.answers, expected))],
      ["differences", String(open.length)],
      ...approved.map(({ key }) => [`approved: ${key}`, decisions.differences[key]!] as const),
    ],
    todo:
      open.length + heard.silent.length > 0
        ? [
            'correct the records, or approve a difference in move.json: "differences": { "MX example.com": "why" }',
            `infra dns parity ${zone}`,
          ]
        : [`infra dns ttl ${zone}`],
  };
}

function countExpected(answers: readonly Difference[], expected: ReadonlyMap<string, unknown>) {
  return answers.filter(({ key, old, new: fresh }) => expected.has(key) && old[0] !== fresh[0])
    .length;
}

function told({ key, old, new: fresh }: Difference): string {
  return `${key}: old ${said(old)}, new ${said(fresh)}`;
}

function said(shapes: readonly string[]): string {
  return shapes.map((shape) => `"${shape.slice(0, 200)}"`).join(" or ") || "no answer";
}

/** What was compared must be what stands there: nobody edits the old zone while it moves. */
export async function editedSince(
  { world }: Move,
  exported: Exported,
): Promise<string | undefined> {
  const now = contentsOf(await world.route53.records(exported.zone.id));
  const then = contentsOf(exported.sets);
  const before = new Set(then);
  const changed = now.filter((each) => !before.has(each)).length;
  if (changed === 0 && now.length === then.length) return undefined;
  return `Route 53 was edited after the export of ${exported.takenAt} (${changed} record sets are new or other, ${then.length} were, ${now.length} are): export and convert again`;
}
