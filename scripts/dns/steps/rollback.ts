import { dsProblems, observeDs } from "../gates/dnssec.ts";
import { type Delegation, lookAtParent } from "../gates/parent.ts";
import type { Outcome } from "../move/outcome.ts";
import type { SeenDs } from "../move/progress.ts";
import { serversOf } from "../parity/servers.ts";
import { compareSides, editedSince } from "./parity.ts";
import { type Move, take } from "./step.ts";

/**
 * Tells how to go back, at any step. Only what would make it worse keeps it: an old zone that does
 * not answer, or a signature that it does not give.
 */
export function rollback(move: Move): Promise<Outcome> {
  const { folder, world } = move;
  return take(move, "rollback", async (progress, now) => {
    const { zone, decisions } = folder;
    if (progress.place === "old") {
      return {
        said: "the world asks the old name servers: there is nothing to go back from",
        todo: [
          "what stands at Cloudflare is seen by nobody; leave it, or destroy the zone's stack",
        ],
      };
    }
    const { exported } = folder;
    const parent = await lookAtParent(world.dns, decisions, zone);
    const signing = { ds: parent.ds, dsTtlSeconds: parent.dsTtlSeconds, isSigned: false };
    const seen = observeDs(progress.ds, signing, now);
    const problems = [...(await silentOld(move)), ...signatureProblems(parent, seen, now)];
    if (problems.length > 0) {
      return { said: "going back would be worse", problems, changes: { ds: seen } };
    }
    return {
      said: "the registrar may be told of the old name servers now",
      warnings: await differences(move),
      facts: [
        ["name servers to set", exported.zone.nameServers.join(", ")],
        ["the parent's are kept for", `${parent.ttlSeconds} s`],
      ],
      todo: [
        `at the registrar of ${zone}, replace all name servers by: ${exported.zone.nameServers.join(", ")}`,
        "leave the zone at Cloudflare as it is: resolvers ask it until they have forgotten it",
        `infra dns watch ${zone} --wait 60`,
      ],
      changes: { place: "to-old", ds: seen },
    };
  });
}

/** A zone that does not give the signature that resolvers expect is a zone that they refuse. */
function signatureProblems(
  { ds, dsTtlSeconds }: Delegation,
  seen: SeenDs | undefined,
  now: Date,
): string[] {
  if (ds.length === 0) return dsProblems(seen, { ds }, now);
  return ds.map(
    (each) =>
      `the parent has DS ${each}, with which the old zone is not signed: remove it at the registrar, wait ${dsTtlSeconds} s, then go back`,
  );
}

async function silentOld({ folder, world }: Move): Promise<string[]> {
  const { decisions, exported, zone } = folder;
  const servers = await serversOf(world.dns, decisions, "old", exported.zone.nameServers);
  const looked = servers.map(async (server) => {
    const { code, authoritative } = await world.dns.ask(server, { name: zone, type: "SOA" });
    return code === "NOERROR" && authoritative
      ? []
      : [`${server.name} does not answer for ${zone} any more: ${code}`];
  });
  const settled = await Promise.allSettled(looked);
  return settled.flatMap((each) =>
    each.status === "fulfilled" ? each.value : [String(each.reason.message)],
  );
}

/** What will be other again; whoever goes back in need is told, not kept. */
async function differences(move: Move): Promise<string[]> {
  const edited = await editedSince(move, move.folder.exported).catch(messageOf);
  const compared = await compareSides(move).catch((error) => ({ problems: [messageOf(error)] }));
  return [...(edited ? [edited] : []), ...(compared.problems ?? [])];
}

function messageOf(error: Error): string {
  return error.message;
}
