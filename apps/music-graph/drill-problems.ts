import { atLeast, type Finding, must, within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { hoursProblems } from "@groundplan/google/vm-host";
import type { DrillSettings } from "./backup-settings.ts";
import type { MusicGraphPlatform } from "./settings.ts";

/** What is wrong with the drill, in the words of the settings. */
export function drillFindings({ drill }: MusicGraphPlatform, stage: Stage): Finding[] {
  if (!drill) {
    const cure = "a backup that nobody restored is none";
    return [must(stage !== "prod", "drill", "be given in prod", undefined, cure)];
  }
  return within("drill", [
    ...hoursProblems({ ...drill.hours, projectNumber: "123456" }),
    ...checkFindings(drill),
    atLeast("diskGiB", drill.diskGiB, 20),
  ]);
}

/** The script reads one statement a line, and comments. */
function checkFindings({ checks }: DrillSettings): Finding[] {
  return (checks ?? []).map((statement, at) =>
    must(
      /^\s*select\s[^\n]+$/i.test(statement),
      `checks.${at}`,
      "be one statement in one line that begins with select",
      statement,
    ),
  );
}
