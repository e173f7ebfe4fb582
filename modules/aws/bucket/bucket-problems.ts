import { nameProblem } from "@groundplan/core/naming";
import { atLeast, between, type Finding, matching, must, whole } from "@groundplan/core/problems";
import { KEY_ARN } from "../account/index.ts";
import type { Ageing, BucketProps, ColderClass, CrossOrigin } from "./bucket-props.ts";

/** From warm to cold: an object only moves on. S3, "Transitioning objects". */
const COLDER: readonly ColderClass[] = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];

/** Days before which S3 moves nothing to infrequent access. */
const IA_DAYS = 30;

const KEBAB_CASE = /^[a-z][a-z0-9-]*$/;

/** Everything that is wrong with a bucket's props. */
export function bucketProblems(props: BucketProps): Finding[] {
  const { ageing = {}, crossOrigin = {} } = props;
  return [
    nameProblem("name", "s3-bucket", props.name),
    matching(
      "encryptionKeyArn",
      props.encryptionKeyArn,
      KEY_ARN,
      "be the ARN of a key; S3 takes an alias for the bucket's own account only",
    ),
    atLeast("keepOldDays", props.keepOldDays, 1),
    whole("keepOldDays", props.keepOldDays),
    ...Object.entries(ageing).flatMap(([name, rule]) => ageingProblems(name, rule)),
    ...Object.entries(crossOrigin).flatMap(([name, rule]) => originProblems(name, rule)),
  ];
}

function ageingProblems(name: string, { prefix, deleteAfterDays, moveAfterDays = {} }: Ageing) {
  const prop = `ageing.${name}`;
  const moves = COLDER.flatMap((colder) => {
    const days = moveAfterDays[colder];
    return days === undefined ? [] : [{ colder, days }];
  });
  return [
    matching("ageing", name, KEBAB_CASE, "have keys in kebab case"),
    matching(`${prop}.prefix`, prefix, /^[^/]/, "not begin with a slash: names of objects do not"),
    atLeast(`${prop}.deleteAfterDays`, deleteAfterDays, 1),
    must(
      deleteAfterDays !== undefined || moves.length > 0,
      prop,
      "delete or move something",
      undefined,
      "say deleteAfterDays or moveAfterDays",
    ),
    ...moves.flatMap(({ colder, days }, index) => {
      const before = moves[index - 1];
      const at = `${prop}.moveAfterDays.${colder}`;
      return [
        atLeast(at, days, colder === "STANDARD_IA" ? IA_DAYS : 0),
        must(
          before === undefined || days > before.days,
          at,
          `be more than that of ${before?.colder}: objects only move to colder storage`,
          days,
        ),
        must(
          deleteAfterDays === undefined || days < deleteAfterDays,
          at,
          "be less than deleteAfterDays",
          days,
        ),
      ];
    }),
  ];
}

function originProblems(name: string, rule: CrossOrigin): Finding[] {
  const prop = `crossOrigin.${name}`;
  return [
    matching("crossOrigin", name, KEBAB_CASE, "have keys in kebab case"),
    must(rule.origins.length > 0, `${prop}.origins`, "name at least one site"),
    must(rule.methods.length > 0, `${prop}.methods`, "name at least one method"),
    ...rule.origins.map((origin) =>
      matching(
        `${prop}.origins`,
        origin,
        /^https?:\/\/[^/*]*\*?[^/*]+$/,
        "be a site with scheme and without path, such as https://app.example.com",
      ),
    ),
    between(`${prop}.maxAgeSeconds`, rule.maxAgeSeconds, 0, 86_400),
  ];
}
