import { type Finding, must } from "@groundplan/core/problems";
import { readWritten } from "../../stepwise/written.ts";
import { type PostgresPlan, postgresProblems } from "../postgres/plan.ts";
import { type S3Plan, s3Problems } from "../s3/plan.ts";
import { type SearchPlan, searchProblems } from "../search/plan.ts";
import { unknownKeys } from "./rules.ts";

/** What moves: `move.json`. Every key that is not here is refused. */
export interface MovePlan {
  /** Name of the move: lower-case letters, digits, `_`. What it makes in the servers is called so. */
  readonly name: string;
  /** A database. @default none moves */
  readonly postgres?: PostgresPlan;
  /** A bucket. @default none moves */
  readonly s3?: S3Plan;
  /** Indexes of Elasticsearch or OpenSearch. @default none move */
  readonly search?: SearchPlan;
}

const KINDS = ["postgres", "s3", "search"] as const;

/**
 * Reads what people have written.
 *
 * @throws PropsError with everything that is wrong
 */
export function readPlan(text: string, file: string): MovePlan {
  return readWritten(text, file, planProblems);
}

/** Everything that is wrong with a plan. */
export function planProblems(plan: MovePlan): Finding[] {
  const { name = "", postgres, s3, search } = plan;
  const there = KINDS.filter((kind) => plan[kind] !== undefined);
  return [
    ...unknownKeys("", plan, ["name", ...KINDS]),
    must(
      /^[a-z][a-z0-9_]{1,39}$/.test(name),
      "name",
      "be 2 to 40 lower-case letters, digits and _, a letter first",
      name,
    ),
    must(there.length > 0, "it", `say what moves: ${KINDS.join(", ")}, or several`),
    ...there.map((kind) => must(isObject(plan[kind]), kind, "say from where to where it moves")),
    ...(isObject(postgres) ? postgresProblems(postgres) : []),
    ...(isObject(s3) ? s3Problems(s3) : []),
    ...(isObject(search) ? searchProblems(search) : []),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
