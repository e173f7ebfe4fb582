import { convertZone } from "../convert/convert.ts";
import type { Exported } from "../move/exported.ts";
import type { Outcome } from "../move/outcome.ts";
import { askBoth } from "../parity/ask-both.ts";
import { expectationsOf } from "../parity/expected.ts";
import { judged } from "../parity/judge.ts";
import { questionsOf } from "../parity/questions.ts";
import { serversOf } from "../parity/servers.ts";
import { contentsOf } from "./export.ts";
import { type Move, needsInOrder, type Taken, take } from "./step.ts";
import { targetOf } from "./target.ts";

/** Asks both sets of name servers every name and type, and compares what they say. */
export function parity(move: Move): Promise<Outcome> {
  return take(move, "parity", async (progress) => {
    const closed = needsInOrder(progress, "export", "convert");
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
  return judged(heard, expectationsOf(fates, records, decisions), decisions);
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
