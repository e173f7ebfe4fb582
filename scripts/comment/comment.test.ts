import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { reviewed, stackOf } from "../render/testing/scene.ts";
import { changeOf, planOf } from "../review/testing/handmade.ts";
import { composeBody } from "./body.ts";
import { type CommentWish, prepareComment, previewComment } from "./comment.ts";
import { unmark } from "./marker.ts";
import { bodyOf, FIRST, SECOND } from "./testing/markers.ts";
import { ended, reportOf } from "./testing/reports.ts";
import { resultFor } from "./testing/results.ts";

const root = mkdtempSync(join(tmpdir(), "groundplan-comment-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes data to a file and gives its path. */
function file(name: string, data: unknown): string {
  const path = join(root, name);
  writeFileSync(path, typeof data === "string" ? data : JSON.stringify(data));
  return path;
}

const WISH: CommentWish = {
  app: "groundplan",
  request: "7",
  head: FIRST,
  place: {
    run: "100",
    attempt: 1,
    runUrl: "https://github.com/acme/infrastructure/actions/runs/100",
  },
  sources: [],
  expected: [],
  applied: {},
  now: new Date("2026-11-21T15:00:00Z"),
};

const dev = file("dev.json", resultFor("dev"));
const prod = file("prod.json", resultFor("prod", { digest: "ab".repeat(32) }));

/** What is written over a comment that stands there. */
function over(wish: Partial<CommentWish>, standing: string, present = wish.head ?? FIRST): string {
  const { content } = prepareComment({ ...WISH, ...wish });
  return unmark(composeBody(content, [{ id: "1", body: standing }], present, 60_000))!.text;
}

const text = (wish: Partial<CommentWish>) =>
  unmark(previewComment(prepareComment({ ...WISH, ...wish })))!.text;

describe("one comment over several plan sets", () => {
  it("has the counts of all, a row for each stack, and a digest for each set", () => {
    const said = text({ sources: [dev, prod] });
    expect(said).toContain("## Plan: creates · 2 create · 2 of 2 stacks");
    expect(said).toContain("| `dev-shop-api` | creates | 1 |");
    expect(said).toContain("| `prod-shop-api` | creates | 1 |");
    expect(said).toContain(`- \`prod\` \`${"ab".repeat(16)}\``);
    expect(said).toContain("`infra plan dev && infra plan prod`");
    expect(said).toMatch(/\n\nLogs, and the whole plan: \[`this run`\]\(https:\S+\/runs\/100\)\.$/);
  });

  it("carries the digests of what must be applied, in its marker", () => {
    const quiet = resultFor("shared");
    const nothing = { ...quiet, review: { ...quiet.review!, verdict: "no changes" as const } };
    const sources = [dev, prod, file("shared.json", nothing)];
    const { marker } = unmark(previewComment(prepareComment({ ...WISH, sources })))!;
    expect(marker.sets).toEqual({ dev: "9f".repeat(32), prod: "ab".repeat(32) });
    expect([marker.state, marker.at, marker.head]).toEqual([
      "planned",
      "2026-11-21T14:00:00.000Z",
      FIRST,
    ]);
  });

  it("is about the commit that was planned, where the job says of none", () => {
    const { head: _, ...rest } = WISH;
    const { marker } = unmark(previewComment(prepareComment({ ...rest, sources: [dev] })))!;
    expect(marker.head).toBe(FIRST);
    const state = { ...rest, state: "planning" as const };
    expect(() => prepareComment(state)).toThrow(
      "nothing says which commit this is about: add --head <sha>, all 40 letters of it",
    );
    expect(() => prepareComment({ ...state, head: "main" })).toThrow(
      "main is no whole commit: add --head <sha>, all 40 letters of it",
    );
  });

  it("has a row for a job that died, and fails", () => {
    const wish = { ...WISH, sources: [dev], expected: ["dev", "prod"] };
    const prepared = prepareComment(wish);
    expect(prepared.problems).toEqual(["prod handed in no result"]);
    expect(previewComment(prepared)).toContain("## Plan: planning failed");
    expect(previewComment(prepared)).toContain("| `prod` | **failed** |");
    expect(previewComment(prepared)).toContain("no result: the job that plans it died");
  });

  it("has only such rows when every job died, and says so when there is nothing at all", () => {
    const prepared = prepareComment({ ...WISH, expected: ["dev", "prod"] });
    expect(previewComment(prepared)).toContain("| `dev` | **failed** |");
    expect(prepared.problems).toHaveLength(2);
    expect(() => prepareComment({ ...WISH, sources: [join(root, "gone.json")] })).toThrow(
      `there is no plan to comment; ${root}/gone.json is not there`,
    );
  });

  it("fails when there is no room for the name of everything that would be destroyed", () => {
    const changes = Array.from({ length: 3000 }, (_, at) =>
      changeOf(`aws_sqs_queue.queue-${at}`, { actions: ["delete"], before: { name: `${at}` } }),
    );
    const { review } = reviewed([stackOf(planOf(changes), { stack: "dev-shop-api" })]);
    const prepared = prepareComment({
      ...WISH,
      sources: [file("huge.json", { ...resultFor("dev"), review })],
    });
    expect(prepared.problems).toEqual([
      "not every destructive change could be named in the comment; the job's summary has them. Nobody should approve what is not named: plan fewer stacks at a time",
    ]);
    expect(previewComment(prepared)).toContain(
      "3000 destructive changes, too many to be named here",
    );
    expect(prepared.summary).toContain("`aws_sqs_queue.queue-2999`");
  });

  it("fails exactly where the comment itself has not room enough, whatever else stands in it", () => {
    const outcomes = [1300, 1500, 1700, 1900].map((count) => {
      const changes = Array.from({ length: count }, (_, at) =>
        changeOf(`aws_sqs_queue.queue-${at}`, { actions: ["delete"], before: { name: `${at}` } }),
      );
      const { review } = reviewed([stackOf(planOf(changes))]);
      const source = file(`${count}.json`, { ...resultFor("dev"), review });
      const prepared = prepareComment({ ...WISH, sources: [source] });
      const isCut = previewComment(prepared).includes("too many to be named here");
      expect(prepared.problems).toHaveLength(isCut ? 1 : 0);
      return isCut;
    });
    expect(new Set(outcomes).size).toBe(2);
  });

  it("does not join a plan of another commit, a broken file or a second result of a set", () => {
    const other = resultFor("prod", { from: { ...resultFor("prod").from, commit: SECOND } });
    const sources = [
      dev,
      file("other.json", other),
      file("cut.json", '{"version":1,'),
      file("again.json", resultFor("dev")),
      file("old.json", { version: 0 }),
    ];
    const { problems } = prepareComment({ ...WISH, sources });
    expect(problems.map((each) => each.replaceAll(`${root}/`, ""))).toEqual([
      `other.json was planned at ${SECOND}, and this is about ${FIRST}`,
      "cut.json is cut off or no JSON",
      "again.json is a second result of the set dev",
      "old.json is no result of this program: its version is 0, not 1",
    ]);
  });

  it("shows nothing of a set that is withheld, and fails", () => {
    const { review: _, ...withheld } = resultFor("prod");
    const prepared = prepareComment({ ...WISH, sources: [dev, file("withheld.json", withheld)] });
    const { marker, text: said } = unmark(previewComment(prepared))!;
    expect(marker.state).toBe("withheld");
    expect(marker.sets).toEqual({ dev: "9f".repeat(32) });
    expect(said).toContain("> **Withheld**\n>\n> The leak guard found something");
    expect(said).not.toContain("prod-shop-api");
    expect(prepared.problems).toEqual([
      "prod is withheld: it holds something that must not be seen",
    ]);
  });

  it("does not trust what a job has handed in: neither that it is whole, nor that it is clean", () => {
    const prod = resultFor("prod");
    const leaking = { ...prod.review!.stacks[0]!, problems: [{ text: `ghp_${"a1B2".repeat(9)}` }] };
    const review = { ...prod.review!, stacks: [{ ...leaking, result: "failed" as const }] };
    const shared = resultFor("shared");
    const broken = { ...shared.review!.stacks[0]!, plan: { verdict: "creates" } };
    const sources = [
      dev,
      file("leaking.json", { ...prod, review }),
      file("torn.json", { ...shared, review: { ...shared.review!, stacks: [broken] } }),
    ];
    const prepared = prepareComment({ ...WISH, sources });
    expect(prepared.problems.map((each) => each.replaceAll(`${root}/`, ""))).toEqual([
      "torn.json holds a review that cannot be rendered",
      "prod is withheld: it holds something that must not be seen",
    ]);
    expect(previewComment(prepared)).toContain("| `dev-shop-api` | creates | 1 |");
    expect(`${previewComment(prepared)}${prepared.summary}`).not.toContain("ghp_");
  });

  it("has all that there is room for in the job's summary", () => {
    expect(prepareComment({ ...WISH, sources: [dev] }).summary).toContain("## Plan: creates");
  });
});

const planned = previewComment(prepareComment({ ...WISH, sources: [dev] }));

describe("the life of a comment", () => {
  it("begins with planning", () => {
    expect(text({ state: "planning" })).toBe(`## Planning

Commit \`aaaaaaaaaa\` is being planned in [\`this run\`](https://github.com/acme/infrastructure/actions/runs/100).`);
  });

  it("says at once that a plan is stale when a new commit is planned, and keeps it", () => {
    const said = over({ state: "planning", head: SECOND }, planned);
    expect(said).toContain(
      "> **Stale**\n>\n> The plan below is that of `aaaaaaaaaa`. Do not approve it.",
    );
    expect(said).toContain("## Plan: creates");
    const again = bodyOf(said, { head: SECOND, run: "101", state: "planning" });
    expect(over({ state: "planning", head: "c".repeat(40) }, again)).toContain(
      "The plan below is that of `aaaaaaaaaa`",
    );
  });

  it("says that a plan is stale when the head has moved meanwhile", () => {
    expect(over({ sources: [dev] }, "", SECOND)).toMatch(
      /^> \[!CAUTION\]\n> \*\*Stale\*\*\n>\n> This is the plan of `aaaaaaaaaa`, and the head is `bbbbbbbbbb`\. Do not approve it\./,
    );
  });

  it("folds a plan that is over, once, and unfolds it where it is not", () => {
    const applied = { dev: file("folded.json", reportOf(ended("dev-shop-api", "applied"))) };
    const fold = "<details><summary>The plan that was reviewed</summary>\n\n<!-- groundplan plan ";
    const first = over({ applied }, planned);
    expect(first).toContain(`${fold}${FIRST} -->\n<!-- groundplan stacks `);
    expect(first.endsWith("\n\n</details>\n<!-- groundplan plan end -->")).toBe(true);
    const again = over({ applied }, bodyOf(first, { state: "applied" }));
    expect(again).toBe(first);
    const broken = { dev: join(root, "not-there.json") };
    const open = over({ applied: broken }, bodyOf(first, { state: "applied" }));
    expect(open).toContain(`\n\n<!-- groundplan plan ${FIRST} -->\n<!-- groundplan stacks `);
    expect(open).not.toContain("The plan that was reviewed");
    expect(open).not.toContain("plan end");
  });

  it("keeps the digests while it is about the same commit, for the apply to find", () => {
    const { content } = prepareComment({ ...WISH, state: "superseded" });
    const body = composeBody(content, [{ id: "1", body: planned }], FIRST, 60_000);
    expect(unmark(body)!.marker.sets).toEqual({ dev: "9f".repeat(32) });
    const other = prepareComment({ ...WISH, state: "planning", head: SECOND }).content;
    expect(
      unmark(composeBody(other, [{ id: "1", body: planned }], SECOND, 60_000))!.marker.sets,
    ).toEqual({});
  });

  it("does not keep a plan that somebody has edited", () => {
    const said = over({ state: "superseded" }, planned.replace("creates", "does nothing"));
    expect(said).toContain("## Superseded");
    expect(said).toContain(
      "The plan that stood here was changed by somebody else, so it is not kept.",
    );
    expect(said).not.toContain("does nothing");
  });

  it("has no plan of a fork, and says how to get one", () => {
    expect(text({ state: "fork" })).toContain(
      "a maintainer pushes the reviewed commit to a branch",
    );
  });

  it("stays within the budget with any status above a long plan", () => {
    const long = bodyOf(`<!-- groundplan plan ${FIRST} -->\n${"ü".repeat(29_000)}`);
    const said = over({ state: "planning", head: SECOND }, long);
    expect(Buffer.byteLength(said)).toBeLessThan(60_000);
    const longer = bodyOf(`<!-- groundplan plan ${FIRST} -->\n${"ü".repeat(30_000)}`);
    expect(over({ state: "planning", head: SECOND }, longer)).toContain(
      "The plan is in the job summary",
    );
  });
});
