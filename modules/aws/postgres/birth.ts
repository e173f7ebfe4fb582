import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { type Finding, must } from "@groundplan/core/problems";
import { momentProblem, snapshotProblem } from "../database/keeping.ts";

/**
 * How a server came to be. It stands in the code for as long as the server does: a change means another
 * server.
 */
export type Birth =
  | { readonly from: "nothing" }
  | {
      readonly from: "snapshot";
      /** Name of the snapshot, or the ARN of one that is shared. Its disk is encrypted. */
      readonly snapshot: string;
    }
  | {
      readonly from: "point-in-time";
      /** Name of the server whose past it is, or ARN of the automated backups of one that is gone. */
      readonly server: string;
      /** Second in UTC: `2026-11-01T02:00:00Z`; `latest` is the last one that there is. */
      readonly at: string;
    };

/** What only a server with an empty disk is told. */
interface FirstContents {
  readonly database: string;
  readonly masterUser: string;
}

/**
 * The provider's words. Names of database and master come along with a copy: told again, and differently,
 * they would replace the server at each plan.
 */
export function birthConfig(
  birth: Birth,
  { database, masterUser }: FirstContents,
): Partial<DbInstanceConfig> {
  switch (birth.from) {
    case "nothing":
      return { dbName: database, username: masterUser };
    case "snapshot":
      return { snapshotIdentifier: birth.snapshot };
    case "point-in-time":
      return {
        restoreToPointInTime: {
          ...(birth.server.startsWith("arn:")
            ? { sourceDbInstanceAutomatedBackupsArn: birth.server }
            : { sourceDbInstanceIdentifier: birth.server }),
          ...(birth.at === "latest"
            ? { useLatestRestorableTime: true }
            : { restoreTime: birth.at }),
        },
      };
  }
}

/** What is wrong with a birth. */
export function birthProblems(birth: Birth, name: string): Finding[] {
  if (birth.from === "snapshot") return [snapshotProblem("birth.snapshot", birth.snapshot)];
  if (birth.from === "nothing") return [];
  return [
    momentProblem("birth.at", birth.at),
    must(
      birth.server !== name,
      "birth.server",
      "not be the server itself",
      birth.server,
      "a copy of the past stands beside it, under a name of its own",
    ),
  ];
}
