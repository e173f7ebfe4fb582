import { MoveRefused } from "../../stepwise/refused.ts";
import type { Decisions } from "../move/decisions.ts";
import { resolversOf, serversOf } from "../parity/servers.ts";
import type { Asks } from "../wire/asker.ts";
import type { Answer, Answered } from "../wire/message.ts";

/** What the servers of the parent zone say of ours. */
export interface Delegation {
  /** Each server of the parent, and the name servers that it names, sorted. */
  readonly seen: readonly { readonly by: string; readonly nameServers: readonly string[] }[];
  /** The longest that a resolver keeps them, in seconds. */
  readonly ttlSeconds: number;
  /** Keys that the parent vouches for; none for a zone that is not signed. */
  readonly ds: readonly string[];
  /** The longest that a resolver keeps those, in seconds. */
  readonly dsTtlSeconds: number;
}

/** Asks every server of the parent zone, past all caches. */
export async function lookAtParent(
  dns: Asks,
  decisions: Decisions,
  zone: string,
): Promise<Delegation> {
  const names = decisions.servers?.parent ? [] : await parentServers(dns, decisions, zone);
  const servers = await serversOf(dns, decisions, "parent", names);
  const answers = await Promise.all(
    servers.map(async (server) => ({
      by: server.name,
      delegation: nsOf(await dns.ask(server, { name: zone, type: "NS" }), zone),
      ds: recordsOf(await dns.ask(server, { name: zone, type: "DS" }), "DS"),
    })),
  );
  const delegations = answers.flatMap(({ delegation }) => delegation);
  const ds = answers.flatMap((answer) => answer.ds);
  return {
    seen: answers.map(({ by, delegation }) => ({
      by,
      nameServers: [...new Set(delegation.map(({ value }) => value))].sort(),
    })),
    ttlSeconds: longest(delegations),
    ds: [...new Set(ds.map(({ value }) => value))].sort(),
    dsTtlSeconds: longest(ds),
  };
}

/** Names of the servers of the nearest zone above. */
async function parentServers(dns: Asks, decisions: Decisions, zone: string): Promise<string[]> {
  for (let name = above(zone); name !== ""; name = above(name)) {
    for (const resolver of resolversOf(decisions)) {
      const answer = await dns
        .ask(resolver, { name, type: "NS" }, { recursion: true })
        .catch(() => undefined);
      const found = answer ? recordsOf(answer, "NS").map(({ value }) => value) : [];
      if (found.length > 0) return found;
    }
  }
  throw new MoveRefused(
    `nobody knows the parent zone of ${zone}`,
    [`the resolvers ${decisions.resolvers.join(", ")} name no servers of ${above(zone)}`],
    'look at the resolvers in move.json, or write the servers there: "servers": { "parent": ["192.0.2.1"] }',
  );
}

function above(name: string): string {
  return name.split(".").slice(1).join(".");
}

/** A parent names the servers beside its answer, not in it. */
function nsOf({ records, authority }: Answer, zone: string): readonly Answered[] {
  return [...records, ...authority].filter(({ type, name }) => type === "NS" && name === zone);
}

function recordsOf({ records }: Answer, wanted: string): readonly Answered[] {
  return records.filter(({ type }) => type === wanted);
}

function longest(records: readonly Answered[]): number {
  return Math.max(0, ...records.map(({ ttlSeconds }) => ttlSeconds));
}
