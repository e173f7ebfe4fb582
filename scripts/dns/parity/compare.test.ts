import { describe, expect, it } from "vitest";
import type { Answer, Answered } from "../wire/message.ts";
import { agrees, shapeOf } from "./compare.ts";

const ZONE = "a.test";
const record = (name: string, type: string, value: string): Answered => ({
  ...{ name, type, value },
  ttlSeconds: 60,
});
const answer = (change: Partial<Answer>): Answer => ({
  ...{ code: "NOERROR", authoritative: true, truncated: false, validated: false },
  ...{ records: [], authority: [] },
  ...change,
});

describe("an answer", () => {
  const question = { name: "www.a.test", type: "A" };

  it("is its own values, in one order, without what follows a CNAME", () => {
    const two = [record("www.a.test", "A", "192.0.2.2"), record("www.a.test", "A", "192.0.2.1")];
    expect(shapeOf(answer({ records: two }), question, ZONE)).toBe("192.0.2.1 | 192.0.2.2");
    const followed = [
      record("www.a.test", "CNAME", "b.a.test"),
      record("b.a.test", "A", "192.0.2.1"),
    ];
    expect(shapeOf(answer({ records: followed }), question, ZONE)).toBe("CNAME b.a.test");
  });

  it("is nothing, whether the name is there or not", () => {
    const soa = [record(ZONE, "SOA", "ns h 1")];
    expect(shapeOf(answer({ authority: soa }), question, ZONE)).toBe("nothing");
    expect(shapeOf(answer({ code: "NXDOMAIN", authority: soa }), question, ZONE)).toBe("nothing");
  });

  it("is who answers instead, below a delegation", () => {
    const authority = [
      record("www.a.test", "NS", "ns2.b.test"),
      record("www.a.test", "NS", "ns1.b.test"),
    ];
    const referral = answer({ authoritative: false, authority });
    expect(shapeOf(referral, question, ZONE)).toBe("see www.a.test: ns1.b.test | ns2.b.test");
    expect(shapeOf(referral, { ...question, type: "NS" }, ZONE)).toBe("ns1.b.test | ns2.b.test");
  });

  it("tells a refusal, and an answer that is not the server's own", () => {
    expect(shapeOf(answer({ code: "REFUSED" }), question, ZONE)).toBe("REFUSED");
    const records = [record("www.a.test", "A", "192.0.2.1")];
    expect(shapeOf(answer({ records, authoritative: false }), question, ZONE)).toBe(
      "not authoritative: 192.0.2.1",
    );
  });
});

describe("two sides agree", () => {
  const alias = { alias: "lb.example.net" };
  it.each<[string, string, string[], string[], Parameters<typeof agrees>[1], boolean]>([
    ["when they say the same", "A www.a.test", ["1"], ["1"], undefined, true],
    ["not when they say another thing", "A www.a.test", ["1"], ["2"], undefined, false],
    [
      "not when servers of the old side differ",
      "A www.a.test",
      ["1", "2"],
      ["1"],
      undefined,
      false,
    ],
    [
      "not when servers of the new side differ",
      "A www.a.test",
      ["1"],
      ["1", "2"],
      undefined,
      false,
    ],
    ["not when nobody answered", "A www.a.test", [], [], undefined, false],
    [
      "when an alias became a CNAME, whose addresses rotate",
      "A www.a.test",
      ["192.0.2.1", "192.0.2.2"],
      ["CNAME lb.example.net"],
      alias,
      true,
    ],
    [
      "not when the CNAME is another",
      "A www.a.test",
      ["192.0.2.1"],
      ["CNAME lb.example.org"],
      alias,
      false,
    ],
    [
      "not when an alias has the old address for good",
      "A www.a.test",
      ["192.0.2.1"],
      ["192.0.2.1"],
      alias,
      false,
    ],
    [
      "when an alias is flattened at the apex",
      "A a.test",
      ["192.0.2.1"],
      ["192.0.2.2 | 192.0.2.3"],
      alias,
      true,
    ],
    ["not when nothing is there instead", "A a.test", ["192.0.2.1"], ["nothing"], alias, false],
    ["when what is followed has no IPv6", "AAAA a.test", ["nothing"], ["nothing"], alias, true],
    [
      "when the new side says what was decided",
      "A www.a.test",
      ["1"],
      ["2"],
      { answers: "2" },
      true,
    ],
    ["not when it does not", "A www.a.test", ["1"], ["1"], { answers: "2" }, false],
  ])("%s", (_, key, old, fresh, expected, holds) => {
    expect(agrees({ key, old, new: fresh }, expected, ZONE)).toBe(holds);
  });
});
