import { expect, it } from "vitest";
import { compareShapes, type Shape } from "./shape.ts";
import { tagBefore, versionProblem } from "./version.ts";

const BUCKET: Shape = {
  variables: { name: "string", keep_old_days: "number" },
  optional: ["keep_old_days"],
  defaults: { keep_old_days: 30 },
  rules: { keep_old_days: ["${contains([7, 30], var.keep_old_days)}"] },
  outputs: ["name"],
  addresses: ["aws_s3_bucket.this", "aws_s3_bucket_policy.policy"],
  moved: [],
};

const since = (change: Partial<Shape>) =>
  compareShapes({ bucket: BUCKET }, { bucket: { ...BUCKET, ...change } });

it.each<[string, Partial<Shape>, object]>([
  ["nothing", {}, { step: "patch", changes: [], problems: [] }],
  [
    "a variable less",
    { variables: { name: "string" }, optional: [] },
    { step: "major", changes: ["bucket: keep_old_days is no variable any more"], problems: [] },
  ],
  [
    "a variable of another type",
    { variables: { name: "string", keep_old_days: "string" } },
    { step: "major", changes: ["bucket: keep_old_days has another type"], problems: [] },
  ],
  [
    "a variable that must be given",
    { optional: [] },
    { step: "major", changes: ["bucket: keep_old_days must be given now"], problems: [] },
  ],
  [
    "a variable with another default",
    { defaults: { keep_old_days: 7 } },
    { step: "major", changes: ["bucket: keep_old_days has another default"], problems: [] },
  ],
  [
    "a variable that may not be what it might",
    { rules: { keep_old_days: ["${contains([30, 90], var.keep_old_days)}"] } },
    { step: "major", changes: ["bucket: keep_old_days is checked by other rules"], problems: [] },
  ],
  [
    "a variable that is checked where it was not",
    { rules: { ...BUCKET.rules, name: ["${length(var.name) <= 63}"] } },
    { step: "major", changes: ["bucket: name is checked by other rules"], problems: [] },
  ],
  [
    "a variable that may be more than it might",
    { rules: { keep_old_days: ["${contains([7, 30, 90], var.keep_old_days)}"] } },
    { step: "minor", changes: ["bucket: keep_old_days admits more"], problems: [] },
  ],
  [
    "a variable that may be anything",
    { rules: {} },
    { step: "minor", changes: ["bucket: keep_old_days admits more"], problems: [] },
  ],
  [
    "a variable more that need not be given",
    {
      variables: { ...BUCKET.variables, events: "bool" },
      optional: ["keep_old_days", "events"],
    },
    { step: "minor", changes: ["bucket: events is a new variable"], problems: [] },
  ],
  [
    "an output more, a resource more",
    { outputs: ["name", "arn"], addresses: [...BUCKET.addresses, "aws_s3_bucket_versioning.on"] },
    {
      step: "minor",
      changes: ["bucket: arn is a new output", "bucket: aws_s3_bucket_versioning.on is new"],
      problems: [],
    },
  ],
  [
    "a resource with another address",
    {
      addresses: ["aws_s3_bucket.this", "aws_s3_bucket_policy.tls"],
      moved: [{ from: "aws_s3_bucket_policy.policy", to: "aws_s3_bucket_policy.tls" }],
    },
    {
      step: "major",
      changes: ["bucket: aws_s3_bucket_policy.policy has another address"],
      problems: [],
    },
  ],
  [
    "a resource whose address is gone",
    { addresses: ["aws_s3_bucket.this"] },
    {
      step: "patch",
      changes: [],
      problems: [
        'bucket: aws_s3_bucket_policy.policy is gone, and every caller\'s would be destroyed; say in "moved" of its declaration where it is now, or make it another module',
      ],
    },
  ],
])("%s is told with its weight", (_, change, expected) => {
  expect(since(change)).toEqual(expected);
});

it("a move that is left out is refused: somebody may still come from before it", () => {
  const moved = [{ from: "aws_s3_bucket.bucket", to: "aws_s3_bucket.this" }];
  const { problems } = compareShapes({ bucket: { ...BUCKET, moved } }, { bucket: BUCKET });
  expect(problems).toEqual([
    'bucket: the move from aws_s3_bucket.bucket to aws_s3_bucket.this is gone, and those of callers who come from before it would be destroyed; put it back into "moved" of its declaration',
  ]);
});

it("a module more is minor, one less major", () => {
  expect(compareShapes({}, { bucket: BUCKET }).step).toBe("minor");
  expect(compareShapes({ bucket: BUCKET }, {}).step).toBe("major");
});

it("a tag that is too small a step is refused with the one that would do", () => {
  expect(versionProblem("modules-v1.4.2", "modules-v1.5.0", "major")).toBe(
    "modules-v1.5.0 is too small a step after modules-v1.4.2: the changes are major; tag modules-v2.0.0",
  );
  expect(versionProblem("modules-v1.4.2", "modules-v1.4.3", "minor")).toBe(
    "modules-v1.4.3 is too small a step after modules-v1.4.2: the changes are minor; tag modules-v1.5.0",
  );
  expect(versionProblem("modules-v1.4.2", "modules-v2.0.0", "major")).toBeUndefined();
});

it("the tag before is by number, not by letter", () => {
  const tags = ["modules-v1.9.0", "modules-v1.10.0", "v1.11.0", "modules-v2.0.0"];
  expect(tagBefore("modules-v1.11.0", tags)).toBe("modules-v1.10.0");
  expect(tagBefore("modules-v1.0.0", tags)).toBeUndefined();
});
