import { expect, it } from "vitest";
import { renderExamined } from "./render.ts";

it("tells a person what becomes of each thing, and what to decide", () => {
  const stack = "dev-app-backup";
  const same = {
    environment: "dev",
    stack,
    importId: "x",
    alsoIn: [],
    changes: [],
    replacedBy: [],
  };
  const said = renderExamined({
    adopted: [
      { ...same, old: "dev a.one", address: "a.x" },
      {
        ...{ ...same, old: "dev a.two", address: "a.y", alsoIn: ["default a.two"] },
        keeps: { made: "acme-dev-y", name: "y" },
        changes: ["labels"],
      },
      { ...same, old: "dev a.three", address: "a.z", replacedBy: ["location"] },
    ],
    undecided: [
      {
        old: "dev b.one",
        candidates: [
          { here: `${stack} b.x`, against: "would be replaced: name" },
          { here: `${stack} b.y`, against: "nothing tells it from others" },
        ],
      },
    ],
    left: [{ old: "dev c.one", reason: "nobody reads it", decided: true }],
    made: { [stack]: 2, "dev-app-other": 9 },
    problems: [],
  });
  expect(said).toBe(`taken over:
was          is here             then
dev a.one    dev-app-backup a.x  no change is seen
dev a.two    dev-app-backup a.y  keeps its name y; changes labels; is in default a.two as well
dev a.three  dev-app-backup a.z  IS REPLACED: location

undecided:
was        might be            what differs
dev b.one  dev-app-backup b.x  would be replaced: name
           dev-app-backup b.y  nothing tells it from others

left where they are:
was        why
dev c.one  nobody reads it

made anew beside them:
stack           things
dev-app-backup  2

3 taken over, 1 undecided, 1 left where they are
what is undecided waits in environments/adoption.json, which --write writes: edit it, and run this again`);
});
