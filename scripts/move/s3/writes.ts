import type { Found } from "../carrier.ts";
import type { ComparedObjects } from "../plan/progress.ts";
import type { Bucket } from "./bucket.ts";
import type { Tally } from "./pairs.ts";
import { survey } from "./survey.ts";

/** What S3 tells of writes since the comparison, and of those to come. */
export async function writeFound(
  source: Bucket,
  compared: ComparedObjects | undefined,
  now: { readonly source: Tally; readonly target: Tally },
): Promise<Found> {
  const { isPublic, deniesWrites } = await survey(source);
  const { newest } = now.source;
  const isNew = compared && newest !== undefined && Date.parse(newest) >= Date.parse(compared.at);
  const problems = [
    isPublic && "anybody may write to the source: take that out of its policy or ACL",
    compared &&
      compared.source !== now.source.digest &&
      `the source was written to since it was compared (the newest object is of ${newest ?? "never"}): infra move copy, and compare, again`,
    compared &&
      compared.target !== now.target.digest &&
      "the target was written to since it was compared: infra move compare, again",
    isNew &&
      compared.source === now.source.digest &&
      `the newest object of the source (${newest}) is not older than the comparison (${compared.at}): look at the clocks, then infra move compare, again`,
  ];
  return {
    said: "the bucket may go over",
    problems: problems.filter((each): each is string => typeof each === "string"),
    warnings: deniesWrites
      ? []
      : [
          "nothing was written since the comparison; S3 does not tell who still could: a policy of the source that denies s3:PutObject and s3:DeleteObject to everybody makes sure",
        ],
  };
}

/** Why an object may differ; nothing where nobody has said so. */
export function approvalOf(
  approved: Readonly<Record<string, string>>,
  key: string,
): string | undefined {
  const named = Object.keys(approved).find((each) =>
    each.endsWith("*") ? key.startsWith(each.slice(0, -1)) : key === each,
  );
  return named === undefined ? undefined : approved[named];
}
