// @module-tag long
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { unmark } from "./marker.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";
import { FIRST } from "./testing/markers.ts";

const SENTINEL = "correct-horse-battery-staple-77";

const server = new GithubStandIn();

/** Each command is a program of its own: a loaded machine may take its time. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(missing("terraform"))("infra comment", PATIENCE, () => {
  let estate: Estate;
  let env: Record<string, string>;
  const infra = (...args: string[]) => estate.project.infra(["comment", ...args], env);

  beforeAll(async () => {
    await server.start();
    estate = await Estate.open();
    const secret = {
      "prod-shop-secrets": {
        terraform: estate.backend("prod-shop-secrets"),
        resource: { terraform_data: { login: { input: { password: SENTINEL } } } },
      },
    };
    estate.project.setStacks({ ...layers(estate), ...secret });
    estate.git("init", "--quiet");
    server.head = estate.commit();
    await estate.plan(["dev"], { out: estate.path("dev") });
    await estate.plan(["prod"], { out: estate.path("prod") });
    writeFileSync(
      estate.path("event.json"),
      JSON.stringify({ pull_request: { number: 7, head: { sha: server.head } } }),
    );
    env = {
      ...server.job,
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_WORKFLOW_REF:
        "acme/infrastructure/.github/workflows/pull-request.yml@refs/pull/7/merge",
      GITHUB_EVENT_PATH: estate.path("event.json"),
      GITHUB_STEP_SUMMARY: estate.path("summary.md"),
      GITHUB_TOKEN: "token-of-the-job",
    };
  }, PATIENCE.timeout);
  afterAll(async () => {
    estate.remove();
    await server.stop();
  });

  it("hands in what a job has planned, without any secret", async () => {
    for (const set of ["dev", "prod"]) {
      const { code, stderr } = await infra(set, "--set", set, "--hand-in", `results/${set}.json`);
      expect([code, stderr]).toEqual([0, ""]);
    }
    expect(readFileSync(estate.path("prod/stacks/prod-shop-secrets/plan.json"), "utf8")).toContain(
      SENTINEL,
    );
    expect(readFileSync(estate.path("results/prod.json"), "utf8")).not.toContain(SENTINEL);
  });

  it("withholds a set in which something looks like a credential, and says nothing of it", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const file = estate.path("prod/plan-set.json");
    const kept = readFileSync(file, "utf8");
    writeFileSync(file, kept.replace(/"command": "[^"]*"/, `"command": "infra plan ${token}"`));
    const { code, stdout, stderr } = await infra("prod", "--set", "prod", "--hand-in", "held.json");
    writeFileSync(file, kept);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      "infra: prod is withheld: it holds something that must not be seen\n",
    ]);
    const held = readFileSync(estate.path("held.json"), "utf8");
    expect(held).not.toContain(token);
    expect(JSON.parse(held)).not.toHaveProperty("review");
  });

  it("writes one comment of all of them, and the job's summary", async () => {
    const expecting = ["--expect", "dev", "--expect", "prod"];
    const { code, stdout, stderr } = await infra(
      "results/dev.json",
      "results/prod.json",
      ...expecting,
    );
    expect([code, stdout, stderr]).toEqual([0, "the comment is written\n", ""]);
    expect(server.comments).toHaveLength(1);
    const { marker, text } = unmark(server.comments[0]!.body)!;
    expect(marker).toMatchObject({ request: "7", head: server.head, run: "100", state: "planned" });
    expect(text).toContain("| `prod-shop-secrets` | creates |");
    expect(text).not.toContain(SENTINEL);
    expect(readFileSync(estate.path("summary.md"), "utf8")).toContain("`dev-shop-network`");
  });

  it("writes nothing when that stands there already", async () => {
    const before = server.writes.length;
    const { stdout } = await infra("results/dev.json", "results/prod.json");
    expect(stdout).toBe("the comment stood there already\n");
    expect(server.writes).toHaveLength(before);
  });

  it("labels the request by what would happen to each environment, until a new plan is made", async () => {
    await infra("results/dev.json", "results/prod.json", "--labels");
    expect(server.labels).toEqual(["groundplan dev: changes", "groundplan prod: changes"]);
    const next = { ...env, GITHUB_RUN_ID: "101" };
    await estate.project.infra(["comment", "--state", "planning", "--labels"], next);
    expect(server.labels).toEqual([]);
    // An older run neither writes the comment nor labels.
    await infra("results/dev.json", "results/prod.json", "--labels");
    expect(server.labels).toEqual([]);
  });

  it("takes approvals back where the plan is another one, and leaves them where it is not", async () => {
    const telling = ["results/dev.json", "results/prod.json", "--dismiss-approvals"];
    server.comments.length = 0;
    await infra(...telling);
    server.approve("kim");
    expect((await infra(...telling)).stderr).toBe("");
    expect(server.reviews[0]!.state).toBe("APPROVED");
    server.comments.length = 0;
    expect((await infra(...telling)).stderr).toBe(
      "infra: the plan is another one, so these approvals were taken back: kim\n",
    );
    expect(server.reviews[0]!.state).toBe("DISMISSED");
  });

  it("prints the comment and writes nothing with --dry-run", async () => {
    const before = server.requests.length;
    const { code, stdout } = await infra("results/dev.json", "--dry-run");
    expect(code).toBe(0);
    expect(unmark(stdout)?.text).toContain("## Plan: creates");
    expect(server.requests).toHaveLength(before);
  });

  it("ends with 1 when the comment cannot be written, and the summary has it all the same", async () => {
    const message = "Resource not accessible by integration";
    server.faults.push({ on: /^PATCH/, times: 1, status: 403, message });
    writeFileSync(estate.path("summary.md"), "");
    const { code, stderr } = await infra("--state", "superseded");
    expect(code).toBe(1);
    expect(stderr).toContain("infra: GitHub did not take the new text of the comment: 403");
    expect(stderr).not.toContain("token-of-the-job");
    expect(readFileSync(estate.path("summary.md"), "utf8")).toContain("## Superseded");
  });

  it("says everything that it lacks at once", async () => {
    const bare = { GITHUB_TOKEN: "", GITHUB_EVENT_PATH: "" };
    const { code, stderr } = await estate.project.infra(
      ["comment", "--state", "planning", "--head", FIRST],
      { ...env, ...bare },
    );
    expect([code, stderr]).toEqual([
      1,
      `infra: the comment cannot be posted:
  - no pull request is named: add --request <number>
  - GITHUB_TOKEN holds no token
look at it with --dry-run
`,
    ]);
  });

  it("says of an issue and of a release what they lack, in their own words", async () => {
    const bare = { ...env, GITHUB_TOKEN: "" };
    const problem = "this is no job of GitHub Actions or Semaphore, or GITHUB_TOKEN is not set";
    const issue = ["issue", "drift-dev", "--title", "Drift", "--body", "drift.md"];
    expect((await estate.project.infra(issue, bare)).stderr).toBe(
      `infra: the issue cannot be posted:\n  - ${problem}\nthe file that --body names has its text\n`,
    );
    writeFileSync(estate.path("CHANGELOG.md"), "# Changelog\n\n## v1.0.0\n\nFirst.\n");
    expect((await estate.project.infra(["release", "v1.0.0"], bare)).stderr).toBe(
      `infra: the release cannot be posted:\n  - ${problem}\nlook at it with --dry-run\n`,
    );
  });

  it("ends with 2 when it is asked for nothing, or for two things", async () => {
    for (const args of [[], ["results/dev.json", "--state", "planning"]]) {
      const { code, stderr } = await infra(...args);
      expect([code, stderr]).toEqual([
        2,
        "infra: infra comment wants plan sets or results, or --applied, or --state\n",
      ]);
    }
    const { stderr } = await infra("--reports", ".", "--sets", '{"dev":"9f"}', "--jobs", "x");
    expect(stderr).toBe("infra: infra comment --jobs wants JSON: toJSON(needs) of the workflow\n");
  });

  it("says of a set whose job was skipped that it was not begun", async () => {
    const sets = JSON.stringify({ dev: "9f".repeat(32) });
    const jobs = JSON.stringify({ dev: { result: "skipped" } });
    const { stdout } = await infra("--dry-run", "--reports", ".", "--sets", sets, "--jobs", jobs);
    expect(stdout).toContain("| `dev` | **not begun: what comes before it did not end well** |");
  });
});
