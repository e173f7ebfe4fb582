import { convertZone } from "../convert/convert.ts";
import { recordLines, recordsFile } from "../convert/write.ts";
import { churnProblem } from "../move/churn.ts";
import type { Outcome } from "../move/outcome.ts";
import { type Move, take } from "./step.ts";

/** Writes the zone's records for Cloudflare. What has no equivalent stops it, with the whole list. */
export function convert(move: Move, options: { readonly acceptChange: boolean }): Promise<Outcome> {
  const { folder } = move;
  const { exported, decisions } = folder;
  return take(move, "convert", () => {
    const { records, fates, problems, warnings } = convertZone(exported.sets, decisions);
    if (problems.length > 0) {
      return { said: "nothing was written", problems, warnings };
    }
    const file = recordsFile(folder.zone, records);
    const before = recordLines(folder.text(decisions.recordsFile) ?? "");
    const churn = options.acceptChange
      ? undefined
      : churnProblem("records", before, recordLines(file));
    if (churn) return { said: "nothing was written", problems: [churn], warnings };
    const path = folder.write(decisions.recordsFile, file);
    const leftOut = fates.filter(({ leftOut }) => leftOut);
    const changed = fates.filter(({ leftOut, why }) => !leftOut && why);
    return {
      said: `${fates.length} record sets became ${records.length} records`,
      warnings,
      facts: [
        ["records", String(records.length)],
        ["file", path],
        ...leftOut.map(({ key, why = "" }) => [`left out: ${key}`, why] as const),
        ...changed.map(({ key, why = "" }) => [`changed: ${key}`, why] as const),
      ],
      todo: [
        `read ${decisions.recordsFile}, give it to the zone's stack, and apply that: every name is grey`,
        `infra dns parity ${folder.zone}`,
      ],
    };
  });
}
