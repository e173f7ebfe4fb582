import { needs } from "../../stepwise/progress.ts";
import { dsProblems, observeDs } from "../gates/dnssec.ts";
import { lookAtParent } from "../gates/parent.ts";
import type { Outcome } from "../move/outcome.ts";
import { type Move, take } from "./step.ts";

/** Looks for signatures that are promised at the parent. */
export function dnssec(move: Move): Promise<Outcome> {
  const { world, folder } = move;
  return take(move, "dnssec", async (progress, now) => {
    const closed = needs(progress, "export");
    if (closed.length > 0) return { said: "nothing was looked at", problems: closed };
    const { decisions, zone } = folder;
    const parent = await lookAtParent(world.dns, decisions, zone);
    const { isSigned } = await world.route53.zone(decisions.hostedZoneId);
    const signing = { ds: parent.ds, dsTtlSeconds: parent.dsTtlSeconds, isSigned };
    const ds = observeDs(progress.ds, signing, now);
    const problems = dsProblems(ds, signing, now);
    return {
      said:
        problems.length > 0
          ? "a signature is promised that the new zone does not give"
          : "no resolver expects the zone to be signed",
      problems,
      facts: [
        ["DS at the parent", parent.ds.join(", ") || "none"],
        ["signed by Route 53", isSigned ? "yes" : "no"],
      ],
      todo: [`infra dns ${problems.length > 0 ? "dnssec" : "cutover"} ${zone}`],
      changes: { ds },
    };
  });
}
