import { between, type Finding, must } from "@groundplan/core/problems";
import type { SettledAurora } from "./defaults.ts";

/** Source: Aurora User Guide, "Backtracking an Aurora DB cluster", regions with Aurora MySQL 3. */
const REGIONS = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
  ...["ap-south-1", "ap-southeast-1", "ap-southeast-2"],
];

/** What is wrong with going back in place. Source: as above, and RDS API reference, "BacktrackWindow". */
export function backtrackProblems(
  { backtrackHours: hours, engine, parameters }: SettledAurora,
  region: string,
): Finding[] {
  if (hours === 0) return [];
  const prop = "backups.backtrackHours";
  const binlog = parameters["binlog_format"] ?? "OFF";
  return [
    between(prop, hours, 0, 72),
    must(
      engine.name === "mysql",
      prop,
      "be left out with PostgreSQL",
      hours,
      "only Aurora MySQL goes back in place",
    ),
    must(REGIONS.includes(region), prop, `be left out in ${region}`, hours, "AWS has it in others"),
    must(
      binlog === "OFF",
      prop,
      "be left out with a binary log",
      hours,
      "going back would break who reads it",
    ),
  ];
}
