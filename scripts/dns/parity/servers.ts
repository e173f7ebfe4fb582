import { MoveRefused } from "../../stepwise/refused.ts";
import type { Decisions } from "../move/decisions.ts";
import type { Asks } from "../wire/asker.ts";
import { type Server, serverOf } from "../wire/server.ts";

/** The resolvers of a move. */
export function resolversOf({ resolvers }: Decisions): Server[] {
  return resolvers.map((written) => serverOf(written)!);
}

/** Servers by the addresses that were written for them, else by those that their names have. */
export async function serversOf(
  dns: Asks,
  decisions: Decisions,
  which: "old" | "new" | "parent",
  names: readonly string[],
): Promise<Server[]> {
  const written = decisions.servers?.[which];
  if (written) return written.map((address) => serverOf(address)!);
  const found = await Promise.all(names.map((name) => lookUp(dns, resolversOf(decisions), name)));
  const missing = names.filter((_, i) => found[i] === undefined);
  if (missing.length > 0 || found.length === 0) {
    throw new MoveRefused(
      `the ${which} name servers cannot be asked`,
      missing.length > 0
        ? missing.map((name) => `no resolver knows an address of ${name}`)
        : ["nothing says which they are"],
      `look at the resolvers in move.json, or write addresses there: "servers": { "${which}": ["192.0.2.1"] }`,
    );
  }
  return found.filter((server) => server !== undefined);
}

/** One address of a name, from the first resolver that knows it. */
export async function lookUp(
  dns: Asks,
  resolvers: readonly Server[],
  name: string,
): Promise<Server | undefined> {
  for (const resolver of resolvers) {
    for (const type of ["A", "AAAA"]) {
      const answer = await dns
        .ask(resolver, { name, type }, { recursion: true })
        .catch(() => undefined);
      const address = answer?.records.find((record) => record.type === type)?.value;
      if (address) return { name, address, port: 53 };
    }
  }
  return undefined;
}
