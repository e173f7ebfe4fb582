import { describe, expect, it } from "vitest";
import { readSnapshot, type Snapshot } from "../state/snapshot.ts";
import { type Situation, situationOf } from "./situation.ts";

function state(lineage: string, serial = 1, things = 1): Snapshot {
  const resource = { mode: "managed", type: "aws_s3_bucket", name: "state", instances: [{}] };
  const resources = Array.from({ length: things }, () => resource);
  return readSnapshot(JSON.stringify({ version: 4, lineage, serial, resources }), "here");
}

describe("what is to be done", () => {
  it.each<[string, Parameters<typeof situationOf>[0], Situation]>([
    ["nothing is there", { bucket: false }, "make"],
    ["it was begun here", { bucket: false, local: state("a") }, "make"],
    ["the bucket was made here", { bucket: true, local: state("a") }, "make"],
    ["the state has moved", { bucket: true, remote: state("a", 3) }, "keep"],
    [
      "an attempt here made nothing",
      { bucket: true, remote: state("a"), local: state("b", 1, 0) },
      "keep",
    ],
    [
      "a copy is left over",
      { bucket: true, remote: state("a", 3), local: state("a", 2) },
      "settle",
    ],
    ["the copy went on", { bucket: true, remote: state("a", 3), local: state("a", 4) }, "make"],
    ["another was quicker", { bucket: true, remote: state("a"), local: state("b") }, "taken"],
    ["nobody has a state", { bucket: true }, "lost"],
    ["an attempt here made nothing of it", { bucket: true, local: state("b", 1, 0) }, "lost"],
  ])("is told when %s", (_, found, situation) => {
    expect(situationOf(found)).toBe(situation);
  });
});
