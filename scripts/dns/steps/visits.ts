import { serversOf } from "../parity/servers.ts";
import type { Move } from "./step.ts";
import { targetOf } from "./target.ts";

/** What Cloudflare's own answers mean, when it cannot use the origin. */
const MEANINGS: Readonly<Record<number, string>> = {
  520: "the origin answers something that is no HTTP",
  521: "the origin refuses connections: let Cloudflare's addresses in",
  522: "the origin does not answer: let Cloudflare's addresses in",
  523: "the origin cannot be reached: is its address right?",
  524: "the origin takes too long",
  525: "the origin does not speak TLS with this name",
  526: "the origin's certificate is not valid for this name: renew it, or use an origin certificate",
  530: "Cloudflare cannot find the origin's address",
};

/** What is wrong for visitors of a name that is behind Cloudflare; nothing when they get through. */
export async function visitProblem(move: Move, name: string): Promise<string | undefined> {
  const address = await addressOf(move, name);
  if (!address) return `${name} has no address at the new name servers`;
  const visit = await move.world.visit(name, address);
  if ("error" in visit) return `${name} cannot be visited at ${address}: ${visit.error}`;
  const meaning = MEANINGS[visit.status];
  return meaning && `${name} answers ${visit.status}: ${meaning}`;
}

/** The first address that the new name servers give. */
async function addressOf({ world, folder }: Move, name: string): Promise<string | undefined> {
  const target = await targetOf({ world, folder });
  const [server] = await serversOf(world.dns, folder.decisions, "new", target.nameServers);
  for (const type of ["A", "AAAA"]) {
    const { records } = await world.dns.ask(server!, { name, type });
    const found = records.find((record) => record.type === type);
    if (found) return found.value;
  }
  return undefined;
}
