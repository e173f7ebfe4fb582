import { expect, it } from "vitest";
import { typesInUse } from "./types-in-use.ts";

const config = {
  resource: { aws_vpc: { a: {} }, terraform_data: { b: {} } },
  data: { aws_caller_identity: { me: {} } },
  moved: [
    { from: "aws_iam_role.old", to: "aws_iam_role.new" },
    { from: "module.a.module.b[0].aws_sqs_queue.q", to: "aws_sqs_queue.q" },
  ],
  removed: { from: "aws_s3_bucket.gone" },
  import: [{ to: 'aws_subnet.s["a.b"]', id: "subnet-1" }],
};

const state = {
  resources: [
    { mode: "managed", type: "aws_eip", name: "e" },
    { mode: "data", type: "aws_region", name: "r" },
  ],
};

it("finds types in resources, data sources, moved, removed and import blocks, and the state", () => {
  expect(typesInUse([{ config, state }])).toEqual({
    resources: [
      "aws_eip",
      "aws_iam_role",
      "aws_s3_bucket",
      "aws_sqs_queue",
      "aws_subnet",
      "aws_vpc",
      "terraform_data",
    ],
    data: ["aws_caller_identity", "aws_region"],
  });
});

it("joins the types of several stacks", () => {
  const other = { config: { resource: { google_storage_bucket: {} } } };
  expect(typesInUse([{ config: { resource: { aws_vpc: {} } } }, other]).resources).toEqual([
    "aws_vpc",
    "google_storage_bucket",
  ]);
});

it("finds nothing where there is nothing", () => {
  expect(typesInUse([{}, { config: null, state: {} }])).toEqual({ resources: [], data: [] });
});
