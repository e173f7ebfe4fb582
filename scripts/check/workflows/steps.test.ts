// @module-tag long
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unmark } from "../../comment/marker.ts";
import { GithubStandIn } from "../../comment/testing/github-stand-in.ts";
import { recoverLeft } from "../../handover/left.ts";
import { keyring } from "../../handover/testing/sets.ts";
import { missing } from "../../parts/parts.ts";
import { Estate, layers } from "../../plan/testing/estate.ts";
import { findProject } from "../../stacks/project.ts";
import { type Step, stepsIn, workflowFiles } from "./read.ts";
import { filledIn, type StepEnded, StepRunner, type Values } from "./runner.ts";

/** Scripts that no test runs, with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npx -y pnpm@12.21.0 install --frozen-lockfile":
    "it made the node_modules that this test runs from",
  'PATH="$(echo "$PWD"/.tools/terraform-*):$PATH" npx -y pnpm@12.21.0 check':
    "it is what runs this test",
};

/** Those of apps, of exported modules, and of what comes after an apply, have tests of their own. */
const files = workflowFiles().filter(
  ({ path }) => !/\/(music-(graph|library)-|modules-|outdated\/)/.test(path),
);
const server = new GithubStandIn();
const REPO = "/repos/acme/infrastructure";

/** The steps with a script of a job, or of an action, which has no jobs. */
function scriptsOf(path: string, job = ""): Step[] {
  const found = stepsIn(files).filter(({ file, name }) => file.path === path && name === job);
  return found.map(({ step }) => step).filter(({ run }) => run !== undefined);
}

/** What a job hands to an action: its `with`, filled in. */
function handed(path: string, job: string, action: string, values: Values): Values {
  const { step } = stepsIn(files).find(
    ({ file, name, step }) => file.path === path && name === job && step.uses === action,
  )!;
  const given = Object.entries(step.with ?? {}).map(([name, text]) => [
    `inputs.${name}`,
    filledIn(String(text), values),
  ]);
  return Object.fromEntries(given);
}

const PULL = ".github/workflows/pull-request.yml";
const APPLY = ".github/workflows/apply.yml";
const HAND = ".github/workflows/apply-by-hand.yml";
const DRIFT = ".github/workflows/drift.yml";
const actionAt = (name: string) => `.github/actions/${name}/action.yml`;

/** Each script is a program of its own: a loaded machine may take its time. */
const PATIENCE = { timeout: 240_000 };

describe.skipIf(missing("terraform"))("every script of the workflows runs", PATIENCE, () => {
  let estate: Estate;
  let runner: StepRunner;
  let keys: Record<string, string>;
  let base = "";
  let head = "";
  const common = () => ({
    ...server.job,
    CI: "true",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW_REF: `acme/infrastructure/${PULL}@refs/pull/7/merge`,
    GITHUB_EVENT_PATH: estate.path("event.json"),
    GITHUB_STEP_SUMMARY: estate.path("summary.md"),
    GITHUB_SHA: head,
    GITHUB_ACTOR: "kim",
    GITHUB_REF_NAME: "v1.0.0",
  });

  beforeAll(async () => {
    await server.start();
    estate = await Estate.open();
    keys = await keyring();
    estate.project.setStacks(stacks("vpc-a"));
    writeFileSync(
      estate.path(".gitignore"),
      "*\n!.gitignore\n!stacks.json\n!app.mjs\n!cdktf.json\n",
    );
    estate.git("init", "--quiet");
    estate.git("add", ".gitignore");
    base = estate.commit("base");
    estate.project.setStacks(stacks("vpc-b"));
    head = estate.commit("head");
    server.head = head;
    writeFileSync(
      estate.path("event.json"),
      JSON.stringify({ pull_request: { number: 7, head: { sha: head } } }),
    );
    runner = new StepRunner(estate.project.root, common());
  }, PATIENCE.timeout);
  afterAll(async () => {
    estate.remove();
    await server.stop();
  });

  /** A stack for each of two layers, neither of which waits for the other. */
  function stacks(vpc: string) {
    const { "dev-shop-network": network } = layers(estate, vpc);
    const edge = {
      terraform: estate.backend("dev-shop-edge"),
      resource: { terraform_data: { cdn: {} } },
    };
    return { "dev-shop-network": network!, "dev-shop-edge": edge };
  }

  /** Runs all scripts of a job or an action. */
  async function runAll(
    steps: readonly Step[],
    values: Values,
  ): Promise<Record<string, StepEnded>> {
    const ended: Record<string, StepEnded> = {};
    for (const step of steps) {
      const result = await runner.run(step, values);
      expect([step.name, result.code, result.code === 0 ? "" : result.stderr]).toEqual([
        step.name,
        0,
        "",
      ]);
      ended[step.id ?? step.name!] = result;
    }
    return ended;
  }

  const values = (): Record<string, string> => ({
    "github.token": "token-of-the-job",
    "github.sha": head,
    "github.run_id": "100",
    "matrix.environment": "dev",
    "inputs.environment": "dev",
    "github.event.pull_request.head.sha": head,
    "github.event.pull_request.base.sha": base,
    "vars.GROUNDPLAN_HANDOVER_RECIPIENT": keys["GROUNDPLAN_HANDOVER_RECIPIENT"]!,
    "vars.GROUNDPLAN_HANDOVER_SIGNER": keys["GROUNDPLAN_HANDOVER_SIGNER"]!,
    "secrets.GROUNDPLAN_HANDOVER_SIGNING_KEY": keys["GROUNDPLAN_HANDOVER_SIGNING_KEY"]!,
    "secrets.GROUNDPLAN_HANDOVER_IDENTITY": keys["GROUNDPLAN_HANDOVER_IDENTITY"]!,
    "secrets.CLOUDFLARE_READ_TOKEN": "",
    "secrets.CLOUDFLARE_API_TOKEN": "",
  });

  /** The comment as it stands. */
  const said = () => unmark(server.comments[0]!.body)!;

  /** An artifact, from where a job puts it to where another takes it. */
  function passOn(from: string, to: string): void {
    mkdirSync(dirname(estate.path(to)), { recursive: true });
    copyFileSync(estate.path(from), estate.path(to));
  }

  it("log in, as whom the foundation lets jobs plan", async () => {
    const given = handed(PULL, "plan", "./.github/actions/log-in", values());
    const { identity } = await runAll(scriptsOf(actionAt("log-in")), given);
    expect(identity?.outputs["aws-role"]).toBe(
      "arn:aws:iam::111122223333:role/acme-dev-foundation-plan",
    );
  });

  it("announce a plan, make it, seal it, and comment it with those of the other environments", async () => {
    await runAll(scriptsOf(PULL, "announce"), values());
    expect(said().marker.state).toBe("planning");
    for (const environment of ["dev", "shared", "prod"]) {
      const given = { ...values(), "matrix.environment": environment };
      const plan = handed(PULL, "plan", "./.github/actions/plan", given);
      if (environment === "dev") {
        const { pack } = await runAll(scriptsOf(actionAt("plan")), plan);
        expect(pack?.outputs["digest"]).toMatch(/^[0-9a-f]{64}$/);
      } else {
        // Nothing of this estate stands there: the same result under another name.
        const result = JSON.parse(
          readFileSync(estate.path("handed/result-dev.json"), "utf8"),
        ) as object;
        const quiet = { ...result, set: environment, review: nothing(result) };
        writeFileSync(estate.path(`handed/result-${environment}.json`), JSON.stringify(quiet));
      }
    }
    for (const environment of ["shared", "dev", "prod"]) {
      passOn(`handed/result-${environment}.json`, `results/result-${environment}.json`);
    }
    await runAll(scriptsOf(PULL, "comment"), values());
    expect(said().marker).toMatchObject({ state: "planned", head });
    expect(Object.keys(said().marker.sets)).toEqual(["dev"]);
    expect(server.statuses.map(({ state }) => state)).toEqual(Array(3).fill("success"));
    expect(readFileSync(estate.path("summary.md"), "utf8")).toContain("dev-shop-network");
  });

  it("find what was reviewed once it is merged, apply exactly that, and tell", async () => {
    const request = { number: 7, merged_at: "now", merge_commit_sha: head, head: { sha: head } };
    server.others.set(`${REPO}/commits/${head}/pulls`, [request]);
    server.others.set(`${REPO}/actions/runs/100`, {
      ...{ path: PULL, head_sha: head, event: "pull_request" },
      head_repository: { full_name: "acme/infrastructure" },
    });
    const { locate } = await runAll(scriptsOf(APPLY, "find"), values());
    const found = locate!.outputs;
    const after: Record<string, string> = {
      ...values(),
      "fromJSON(needs.find.outputs.sets).dev": JSON.parse(found["sets"]!).dev,
      "toJSON(needs)": JSON.stringify({ find: { result: "success", outputs: found } }),
    };
    for (const [name, value] of Object.entries(found)) after[`needs.find.outputs.${name}`] = value;
    const given = handed(APPLY, "dev", "./.github/actions/apply", after);
    await runAll(scriptsOf(actionAt("apply")), given);
    expect(estate.stateOf("dev-shop-network")).toContain("vpc-b");
    passOn("handed/report-dev.json", "reports/report-dev.json");
    await runAll(scriptsOf(APPLY, "comment"), after);
    expect(said().marker.state).toBe("applied");
    expect(said().text).toContain("| `dev-shop-network` | applied, as reviewed | 1 of 1 |");
    expect(said().text).toMatch(/^## Applied\n\n.* by `kim` in /);
  });

  it("keep what only the machine of a failed apply has, readable for who may open plans", async () => {
    const keep = scriptsOf(actionAt("apply")).at(-1)!;
    const given = { ...values(), "inputs.recipient": keys["GROUNDPLAN_HANDOVER_RECIPIENT"]! };
    estate.project.write("../.errored/dev-shop-network.tfstate", '{"serial":7}');
    const kept = Object.values(await runAll([keep], given))[0]!.stdout.split("\n");
    expect(kept).toContain("dev-shop-network.tfstate");
    expect(kept).toContain("logs/dev-shop-network/apply-1.log");
    const state = estate.path(".errored");
    rmSync(state, { recursive: true });
    const file = estate.path("handed/left-dev.age");
    await recoverLeft(file, findProject(estate.project.root), keys);
    expect(readFileSync(`${state}/dev-shop-network.tfstate`, "utf8")).toBe('{"serial":7}');
    rmSync(state, { recursive: true });
  });

  it("refuse to apply what is not what was reviewed", async () => {
    const [open] = scriptsOf(actionAt("apply"));
    const given = handed(HAND, "apply", "./.github/actions/apply", {
      ...values(),
      "needs.plan.outputs.digest": "0".repeat(64),
    });
    rmSync(estate.path("reviewed"), { recursive: true });
    const { code, stderr } = await runner.run(open!, given);
    expect(code).toBe(1);
    expect(stderr).toContain("it was made with the digest");
    expect(stderr).toContain(`by the workflow ${PULL}, and ${HAND} is wanted`);
    expect(existsSync(estate.path("reviewed"))).toBe(false);
  });

  it("show a plan that is applied by hand", async () => {
    await runAll(scriptsOf(HAND, "plan"), values());
    expect(readFileSync(estate.path("summary.md"), "utf8")).toContain("## Plan: ");
  });

  it("keep an issue of drift", async () => {
    await runAll(scriptsOf(DRIFT, "look"), values());
    expect(readFileSync(estate.path("drift-dev.md"), "utf8")).toBe("");
    writeFileSync(estate.path("drift-dev.md"), "## Drift: one thing");
    await runAll(scriptsOf(DRIFT, "tell"), values());
    expect(server.issues).toMatchObject([{ title: "Drift in dev", state: "open" }]);
  });

  it("rehearse everything, say why a fork has no plan, and that a request was closed", async () => {
    const [rehearse] = scriptsOf(PULL, "check");
    const { stdout } = (await runAll([rehearse!], values()))[rehearse!.name!]!;
    expect(stdout).toContain("dev-shop-network");
    await runAll(scriptsOf(PULL, "fork"), values());
    expect(readFileSync(estate.path("summary.md"), "utf8")).toContain("This comes from a fork");
    await runAll(scriptsOf(PULL, "superseded"), values());
  });

  it("tell when provider locks have moved", async () => {
    const [lock, look, tell] = scriptsOf(".github/workflows/locks.yml", "look");
    await runAll([lock!, look!, tell!], values());
    expect(server.issues).toHaveLength(1);
    mkdirSync(estate.path("environments/locks"), { recursive: true });
    writeFileSync(estate.path("environments/locks/aws.hcl"), "");
    estate.git("add", "--force", "environments/locks/aws.hcl");
    await runAll([look!, tell!], values());
    expect(server.issues[1]?.body).toContain("    A  environments/locks/aws.hcl");
  });

  it("make a release of a tag", async () => {
    writeFileSync(estate.path("CHANGELOG.md"), "# Changelog\n\n## v1.0.0\n\nFirst.\n");
    await runAll(scriptsOf(".github/workflows/release.yml", "release"), values());
    expect(server.releases).toMatchObject([{ tag_name: "v1.0.0", body: "First." }]);
  });

  it("and there is no other", () => {
    const scripts = stepsIn(files).flatMap(({ step }) => step.run ?? []);
    expect(scripts.length).toBeGreaterThan(15);
    expect(scripts.filter((each) => !runner.ran.has(each) && !NOT_RUN[each])).toEqual([]);
  });
});

/** The review of a set in which nothing is to be done. */
function nothing(result: { readonly review?: unknown }): object {
  const review = result.review as { readonly counts: Readonly<Record<string, number>> };
  const counts = Object.fromEntries(Object.keys(review.counts).map((name) => [name, 0]));
  const empty = { stacks: [], contrasts: [], findings: [], lost: [] };
  return { ...review, verdict: "no changes", counts, ...empty };
}
