import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { StackApplied } from "../apply/result.ts";
import { NO_THINGS } from "../apply/things.ts";
import { composeBody } from "./body.ts";
import { type CommentWish, prepareComment, previewComment } from "./comment.ts";
import { unmark } from "./marker.ts";
import { FIRST } from "./testing/markers.ts";
import { ended, reportOf } from "./testing/reports.ts";
import { resultFor } from "./testing/results.ts";

const root = mkdtempSync(join(tmpdir(), "groundplan-applied-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes data to a file and gives its path. */
function file(name: string, data: unknown): string {
  writeFileSync(join(root, name), JSON.stringify(data));
  return join(root, name);
}

const WISH: CommentWish = {
  app: "groundplan",
  request: "7",
  head: FIRST,
  place: { run: "100", attempt: 1, runUrl: "https://github.com/acme/infra/actions/runs/100" },
  sources: [],
  expected: [],
  applied: {},
  now: new Date("2026-11-21T15:00:00Z"),
};

const planned = previewComment(
  prepareComment({ ...WISH, sources: [file("plan.json", resultFor("dev"))] }),
);

/** What is written over a plan that stands there. */
function said(stacks: readonly StackApplied[], wish: Partial<CommentWish> = {}): string {
  const applied = { dev: file("report.json", reportOf(...stacks)) };
  return over({ applied, ...wish });
}

function over(wish: Partial<CommentWish>, standing = planned): string {
  const { content } = prepareComment({ ...WISH, ...wish });
  return unmark(composeBody(content, [{ id: "1", body: standing }], FIRST, 60_000))!.text;
}

const things = {
  ...NO_THINGS,
  done: ["aws_vpc.a"],
  failed: ["aws_lb.b"],
  unknown: ["aws_eip.c"],
  notDone: ["x.d"],
};

describe("what was applied", () => {
  it("is said of each stack, by what right and by whom, above the plan", () => {
    const stacks = [
      ended("dev-shop-api", "applied", {
        right: "as reviewed",
        things: { ...NO_THINGS, done: things.done },
      }),
      ended("dev-shop-edge", "unchanged"),
    ];
    const text = said(stacks, { place: { ...WISH.place, actor: "kim" } });
    expect(text).toMatch(/^## Applied\n\n2026-11-21 15:00 UTC by `kim` in \[`this run`\]/);
    expect(text).toContain(
      "| `dev-shop-api` | applied, as reviewed | 1 of 1 |\n| `dev-shop-edge` | unchanged |  |",
    );
    expect(text).toContain("## Plan: creates");
  });

  it("says of each thing what became of it where the apply did not get to its end", () => {
    const text = said([
      ended("dev-shop-api", "failed", { things, problems: ["aws_lb.b: AccessDenied: no"] }),
      ended("dev-shop-edge", "not begun", { problems: ["waits for dev-shop-api"] }),
    ]);
    expect(text).toMatch(/^## The apply did not get to its end\n/);
    expect(text).toContain("| `dev-shop-api` | **failed** | 1 of 4 |");
    expect(text).toContain(`<details open><summary><code>dev-shop-api</code></summary>

\`\`\`text
aws_lb.b: AccessDenied: no
done:
  aws_vpc.a
failed:
  aws_lb.b
unknown: begun, and nobody knows how it ended:
  aws_eip.c
not done:
  x.d
\`\`\``);
    expect(text).toContain("```text\nwaits for dev-shop-api\n```");
  });

  it("says what would have been done otherwise than reviewed, and how that is approved", () => {
    const place = { path: "cidr_block", reviewed: '"10.0.0.0/16"', now: '"10.1.0.0/16"' };
    const difference = { about: "aws_vpc.a", reviewed: "update", now: "replace", places: [place] };
    const text = said([
      ended("dev-shop-api", "needs approval", {
        problems: ["would not do what was reviewed"],
        differences: [difference],
      }),
    ]);
    expect(text).toContain("would do something else by now: plan it again, and approve that.");
    expect(text).toContain(`would not do what was reviewed
would do something else than was reviewed:
  aws_vpc.a: reviewed update, now replace
    cidr_block: reviewed "10.0.0.0/16", now "10.1.0.0/16"`);
  });

  it("says what followed values that moved, folded, and who reads them and was not planned", () => {
    const report = {
      ...reportOf(
        ended("dev-shop-api", "applied", {
          right: "follows what moved",
          follows: ["aws_lb.b: vpc_id"],
        }),
      ),
      leftBehind: [{ stack: "dev-shop-edge", producer: "dev-shop-api", outputs: ["api_name"] }],
    };
    const text = over({ applied: { dev: file("left.json", report) } });
    expect(text).toContain("<details><summary><code>dev-shop-api</code></summary>");
    expect(text).toContain("follows what moved:\n  aws_lb.b: vpc_id");
    expect(text).toContain(
      "`dev-shop-edge` reads `api_name` of `dev-shop-api`, which moved, and was not planned: plan it.",
    );
  });

  it("is nothing of what comes after a failure, whose job was skipped", () => {
    const applied = { dev: file("report.json", reportOf(ended("dev-shop-api", "failed"))) };
    const prod = join(root, "never-written.json");
    const text = over({ applied: { ...applied, prod }, skipped: ["shared", "prod"] });
    expect(text).toContain(
      "| `dev-shop-api` | **failed** |  |\n| `prod` | **not begun: what comes before it did not end well** |  |\n\n",
    );
    expect(text).toMatch(/^## The apply did not get to its end\n/);
  });

  it("is unknown where a job said nothing, or nothing that an apply says", () => {
    const odd = file("odd.json", {
      stacks: [{ stack: "dev-shop-api", ending: "fine", problems: [] }],
      leftBehind: [],
    });
    const text = over({ applied: { dev: odd, prod: join(root, "never-written.json") } });
    expect(text).toContain(
      "| `dev` | **unknown: its job said nothing** |  |\n| `prod` | **unknown: its job said nothing** |  |",
    );
  });

  it("fits, however much there is to say, and names every stack that did not end well", () => {
    const words = Array.from({ length: 30 }, (_, line) => `${line} ${"ä".repeat(600)}`).join("\n");
    const all = Array.from({ length: 90 }, (_, count) =>
      ended(`dev-shop-part${count}`, count % 3 === 0 ? "failed" : "applied", {
        things,
        problems: [words],
      }),
    );
    const text = said(all);
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    const failed = all.filter(({ ending }) => ending === "failed");
    expect(failed.filter(({ stack }) => !text.includes(`\`${stack}\` | **failed**`))).toEqual([]);
    expect(text).toMatch(/There is no room for what became of \d+ of them: the summary of the job/);
    const { summary } = prepareComment({ ...WISH, applied: { dev: join(root, "report.json") } });
    expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000);
  });
});
