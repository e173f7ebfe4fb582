import { describe, expect, it } from "vitest";
import { knownSchemas } from "../../plan/schemas.ts";
import { Secrets } from "../secret/secrets.ts";
import { changeOf, planOf } from "../testing/handmade.ts";
import { driftOf } from "./drift.ts";

const surroundings = { schemaOf: knownSchemas(), secrets: new Secrets() };
const days = (before: number, after: number) => ({
  actions: ["update"],
  before: { retention_in_days: before },
  after: { retention_in_days: after },
});
const drifted = (name: string) => changeOf(`aws_cloudwatch_log_group.${name}`, days(7, 30));

/** What is told of a drift, and how much more there is. */
function told(...plan: Parameters<typeof planOf>) {
  const { relevant, others } = driftOf(planOf(...plan), surroundings);
  return { told: relevant.map(({ address, gone }) => [address, gone]), others };
}

describe("drift in a plan that changes something", () => {
  it("is told of what the plan brings back", () => {
    const back = changeOf("aws_cloudwatch_log_group.a", days(30, 7));
    expect(told([back], { resource_drift: [drifted("a"), drifted("b")] })).toEqual({
      told: [["aws_cloudwatch_log_group.a", false]],
      others: 1,
    });
  });

  it("is told of what is gone and made anew", () => {
    const anew = changeOf('aws_sqs_queue.jobs["a"]', { actions: ["create"], after: {} });
    const gone = changeOf('aws_sqs_queue.jobs["a"]', { actions: ["delete"], before: {} });
    expect(told([anew], { resource_drift: [gone] })).toEqual({
      told: [['aws_sqs_queue.jobs["a"]', true]],
      others: 0,
    });
  });

  it("is told of what others refer to, and counted where nothing comes of it", () => {
    const other = changeOf("aws_sqs_queue.jobs", { actions: ["create"], after: {} });
    const relevant_attributes = [
      { resource: "aws_cloudwatch_log_group.a", attribute: ["retention_in_days"] },
    ];
    const resource_drift = [drifted("a"), drifted("b")];
    expect(told([other], { resource_drift, relevant_attributes })).toEqual({
      told: [["aws_cloudwatch_log_group.a", false]],
      others: 1,
    });
  });
});
