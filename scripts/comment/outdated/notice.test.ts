import { describe, expect, it } from "vitest";
import { NO_THINGS } from "../../apply/things.ts";
import { FIRST, SECOND } from "../testing/markers.ts";
import { ended } from "../testing/reports.ts";
import { type AppliedStacks, appliedBy, joinApplied } from "./applied-stacks.ts";
import { NOTICE_ROOM, noticeFor, readNotice } from "./notice.ts";
import { readRecord, recordOf, writeRecord } from "./record.ts";

const EARLY = "2026-11-21T14:00:00.000Z";
const PLANNED = "2026-11-21T14:30:00.000Z";
const LATE = "2026-11-21T15:00:00.000Z";

/** A stack of a review, planned at `PLANNED`. */
function stack(name: string, rest: object = {}) {
  const environment = name.split("-")[0]!;
  return { stack: name, environment, result: "planned" as const, planned: PLANNED, ...rest };
}

function recordFor(...stacks: ReturnType<typeof stack>[]) {
  return recordOf({ stacks: stacks as never }, LATE);
}

const RECORD = recordFor(stack("dev-shop-api"), stack("dev-shop-data"), stack("prod-shop-api"));

/** Stacks of dev that were applied. */
function applied(stacks: Record<string, string>, rest: Partial<AppliedStacks> = {}): AppliedStacks {
  return { environment: "dev", commit: FIRST, stacks, ...rest };
}

describe("what an apply has put out of date", () => {
  it("is every stack whose state it has changed, or may have", () => {
    const report = {
      stacks: [
        ended("dev-shop-api", "applied", { at: LATE }),
        ended("dev-shop-data", "unchanged", { at: LATE }),
        ended("dev-shop-edge", "needs approval", { at: LATE }),
        ended("dev-shop-host", "failed", { at: LATE }),
        ended("prod-shop-api", "failed", { things: { ...NO_THINGS, done: ["aws_vpc.main"] } }),
        ended("prod-shop-data", "stopped", { things: { ...NO_THINGS, failed: ["aws_vpc.main"] } }),
        ended("prod-shop-edge", "unknown"),
        ended("prod-shop-host", "not begun"),
      ],
      leftBehind: [{ stack: "shared-shop-dns", producer: "dev-shop-api", outputs: ["ip"] }],
    };
    expect(appliedBy(report, FIRST, EARLY)).toEqual([
      { environment: "dev", commit: FIRST, stacks: { "dev-shop-api": LATE } },
      {
        ...{ environment: "prod", commit: FIRST },
        stacks: { "prod-shop-api": EARLY, "prod-shop-data": EARLY, "prod-shop-edge": EARLY },
      },
      { environment: "shared", commit: FIRST, stacks: { "shared-shop-dns": LATE } },
    ]);
  });

  it("is of two applies the last time of each stack, and the commit that came last", () => {
    const before = applied({ "dev-shop-api": EARLY, "dev-shop-data": PLANNED });
    const after = applied({ "dev-shop-api": LATE }, { commit: SECOND });
    const both = {
      ...{ environment: "dev", commit: SECOND },
      stacks: { "dev-shop-api": LATE, "dev-shop-data": PLANNED },
    };
    expect(joinApplied([before, after])).toEqual([both]);
    expect(joinApplied([after, before, both])).toEqual([both]);
  });
});

describe("a notice that a plan is out of date", () => {
  it("names the stacks, the commit and the cure", () => {
    const text = noticeFor([applied({ "dev-shop-api": LATE })], RECORD, false);
    expect(text).toBe(`<!-- groundplan applied dev ${FIRST} ${LATE} others= dev-shop-api:0 -->
> [!CAUTION]
> **Out of date**
>
> \`dev-shop-api\` was applied at \`aaaaaaaaaa\` after this was planned.
>
> Do not approve it. Bring the branch up to date, which plans it again.

<!-- groundplan applied end -->
`);
  });

  it("is not there for a plan that is newer, for stacks that it has not, and for another environment", () => {
    expect(noticeFor([applied({ "dev-shop-api": EARLY })], RECORD, false)).toBe("");
    expect(noticeFor([applied({ "dev-shop-edge": LATE })], RECORD, false)).toBe("");
    const other = applied({ "dev-shop-api": LATE }, { environment: "test" });
    expect(noticeFor([other], RECORD, false)).toBe("");
    expect(noticeFor([applied({ "dev-shop-api": LATE })], undefined, false)).toBe("");
  });

  it("takes a stack that the record has without a time as planned when the set was", () => {
    const record = recordFor(stack("dev-shop-api", { planned: undefined }));
    expect(noticeFor([applied({ "dev-shop-api": LATE })], record, false)).toBe("");
    const blocked = recordFor(stack("dev-shop-api", { result: "blocked" }));
    expect(noticeFor([applied({ "dev-shop-api": LATE })], blocked, false)).toBe("");
  });

  it("is kept hidden while another plan is on its way, which may have been made before", () => {
    const edge = applied({ "dev-shop-edge": LATE });
    const text = noticeFor([edge], RECORD, true);
    expect(text).not.toContain("CAUTION");
    expect(readNotice(`${text}below`)).toEqual({ applied: [edge], rest: "below" });
    const coming = recordFor(stack("dev-shop-edge"));
    expect(noticeFor(readNotice(text).applied, coming, false)).toContain("`dev-shop-edge` was");
  });

  it("is read as it was written, and what only looks like one is not", () => {
    const all = [
      applied({ "dev-shop-api": LATE, "dev-shop-data": PLANNED }, { others: EARLY }),
      { environment: "prod", commit: SECOND, stacks: { "prod-shop-api": LATE } },
    ];
    expect(readNotice(noticeFor(all, RECORD, true))).toEqual({ applied: all, rest: "" });
    for (const text of [
      "## Plan",
      `<!-- groundplan applied dev ${FIRST} ${LATE} others= -->\nno end`,
      `<!-- groundplan applied dev ${FIRST} --:.-Z others= -->\n<!-- groundplan applied end -->\n`,
    ]) {
      expect(readNotice(text)).toEqual({ applied: [], rest: text });
    }
  });

  it("has room for any number of stacks and environments, and then says no less than is so", () => {
    const names = Array.from({ length: 400 }, (_, at) => `dev-${"long-".repeat(12)}${at}`);
    const times = Object.fromEntries(names.map((name) => [name, LATE]));
    const environments = Array.from({ length: 15 }, (_, at) => `dev${at}`);
    const record = recordFor(
      ...environments.flatMap((environment) => names.map((name) => stack(name, { environment }))),
    );
    const all = environments.map((environment) => applied(times, { environment }));
    const text = noticeFor(all, record, false);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(NOTICE_ROOM);
    expect(text).toContain("and 397 more were applied");
    expect(text).toContain("So it is in 12 more environments.");
    // Of most it is not known any more which they were: each older plan counts as out of date.
    const one = noticeFor([all[0]!], record, false);
    const { applied: kept } = readNotice(one);
    expect(noticeFor(kept, recordFor(stack("dev-x", { environment: "dev0" })), false)).toContain(
      "Stacks of `dev0` were applied",
    );
    const newer = recordFor(stack("dev-x", { environment: "dev0", planned: LATE }));
    expect(noticeFor(kept, newer, false)).toBe("");
  });
});

describe("the record of a plan", () => {
  it("is read as it was written, in 13 bytes a stack", () => {
    const stacks = Array.from({ length: 300 }, (_, at) => stack(`dev-shop-${at}`));
    const record = recordFor(...stacks);
    const line = writeRecord(record);
    expect(readRecord(`${line}plan`)).toEqual({ record, rest: "plan" });
    expect(line.length).toBeLessThan(300 * 13);
    expect(writeRecord(recordFor(...stacks.toReversed()))).toBe(line);
  });

  it("of a plan in which nothing is planned is empty, and no record is none", () => {
    const empty = recordFor();
    expect(readRecord(writeRecord(empty))?.record).toEqual(empty);
    expect(readRecord("## Plan")).toBeUndefined();
  });
});
