import { bucketProblems } from "@groundplan/aws/bucket";
import { opensearchProblems } from "@groundplan/aws/opensearch";
import { postgresProblems } from "@groundplan/aws/postgres";
import { queueProblems } from "@groundplan/aws/queue";
import type { Network } from "@groundplan/aws/vpc";
import { type Finding, within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { coversProps, databaseProps, jobsProps, searchProps } from "./data-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** Names are checked by themselves: this stands for them. */
const NAME = "checked-apart";

/** The network that is to be, as the modules' rules look at it. */
function plannedNetwork({ network }: MusicLibrarySettings): Network {
  return { zones: network.zones } as Network;
}

/** What is wrong with the data. */
export function dataProblems(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const network = plannedNetwork(settings);
  return [
    ...within(
      "database",
      postgresProblems({ ...databaseProps(stage, NAME, settings), network }).filter(
        (finding) => finding && finding.prop !== "network.zones",
      ),
    ),
    ...within("covers", bucketProblems(coversProps(stage, NAME, settings))),
    ...within("jobs", queueProblems(jobsProps(stage, NAME, settings))),
  ];
}

/** What is wrong with the search domain. */
export function searchProblems(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const network = plannedNetwork(settings);
  return opensearchProblems({ ...searchProps(stage, NAME, settings), network });
}
