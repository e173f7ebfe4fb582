import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../cty/value.ts";
import { World } from "../../testing/world.ts";

const queue = { name: "jobs" };

describe("tags_all", () => {
  const tagged = new World("aws", { default_tags: [{ tags: { team: "a", stage: "dev" } }] });

  it("joins the provider's tags with the resource's, which win", () => {
    const { planned } = tagged.plan("aws_sqs_queue", { ...queue, tags: { team: "b" } });
    expect(planned["tags_all"]).toEqual({ team: "b", stage: "dev" });
  });

  it("is unknown while one of the tags is", () => {
    const { planned } = tagged.plan("aws_sqs_queue", { ...queue, tags: { of: UNKNOWN } });
    expect(planned["tags_all"]).toBe(UNKNOWN);
  });

  it("follows when only the provider's tags change", () => {
    const fewer = new World("aws", { default_tags: [{ tags: { team: "a" } }] });
    const prior = tagged.apply("aws_sqs_queue", queue);
    const { planned, replace } = fewer.plan("aws_sqs_queue", queue, prior);
    expect(planned["tags_all"]).toEqual({ team: "a" });
    expect(replace).toEqual([]);
  });

  it("stays, as with the real provider, when the last of the provider's tags goes", () => {
    const prior = tagged.apply("aws_sqs_queue", queue);
    const { planned } = new World("aws").plan("aws_sqs_queue", queue, prior);
    expect(planned).toBe(prior);
  });
});

describe("labels of Google", () => {
  const labelled = new World("google", { default_labels: { team: "a" } });

  it("are the provider's, the resource's and the provider's own mark", () => {
    const { planned } = labelled.plan("google_pubsub_topic", { name: "a", labels: { app: "b" } });
    const all = { "goog-terraform-provisioned": "true", team: "a", app: "b" };
    expect(planned).toMatchObject({ effective_labels: all, terraform_labels: all });
  });

  it("lack the mark when the provider block says so, and are left without it later", () => {
    const plain = new World("google", { add_terraform_attribution_label: false });
    const prior = plain.apply("google_pubsub_topic", { name: "a" });
    expect(prior["effective_labels"]).toEqual({});
    const { planned } = new World("google").plan("google_pubsub_topic", { name: "a" }, prior);
    expect(planned).toBe(prior);
  });
});
