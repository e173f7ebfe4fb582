// @module-tag long
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments/estate.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { Checkout, DOCKER } from "./checkout.ts";
import { type Step, stepsIn, workflowFiles } from "./read.ts";
import { filledIn, StepRunner, type Values } from "./runner.ts";

const files = workflowFiles().filter(({ path }) => path.includes("/music-graph-"));
const scriptsOf = (name: string): Step[] =>
  stepsIn(files).flatMap(({ file, step }) =>
    file.path.endsWith(`music-graph-${name}.yml`) && step.run ? [step] : [],
  );

const PUSHED = `sha256:${"ab".repeat(32)}`;
const OTHER = `sha256:${"cd".repeat(32)}`;
const REGISTRY = "europe-west1-docker.pkg.dev/acme-shared/acme-shared-music-graph";
const BUILDS = `${REGISTRY}-dev/web`;
const RELEASES = `${REGISTRY}-release/web`;

/** Each script is a program of its own: a loaded machine may take its time. */
const PATIENCE = { timeout: 240_000 };

/** Without these the application's own checks cannot run, and not every script does. */
const withoutChecks = missing("ruff") || missing("initdb");

describe.skipIf(missing("jq"))("every script of music-graph's workflows runs", PATIENCE, () => {
  let checkout: Checkout;
  let runner: StepRunner;
  const at = (path: string) => checkout.at(path);
  const called = () => checkout.called();
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=k", "-c", "user.email=k@e.org", ...args], {
      cwd: checkout.root,
      encoding: "utf8",
    });
  const values = (file: string) => readFileSync(at(`environments/${file}/environment.ts`), "utf8");

  beforeAll(() => {
    const paths = ["scripts/image", "apps/music-graph/example", "environments"];
    checkout = new Checkout([...paths, "cdktf.json"]);
    const common = { GITHUB_SHA: "0a1b2c3", GITHUB_STEP_SUMMARY: at("summary.md") };
    const repository = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/i" };
    runner = new StepRunner(checkout.root, { ...common, ...repository });
    for (const [name, script] of Object.entries({ docker: DOCKER, gcloud: "", gh: "" })) {
      checkout.program(name, script);
    }
    mkdirSync(at("registry"));
    writeFileSync(at(".gitignore"), "/*\n!/environments\n!/apps\n");
    execFileSync("git", ["init", "--quiet", "--bare", at("origin.git")]);
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", at("origin.git"));
    git("add", "environments");
    git("commit", "--quiet", "--message", "first");
  });
  beforeEach(() => {
    checkout.forget();
    writeFileSync(at("pushed.json"), JSON.stringify({ "containerimage.digest": PUSHED }));
  });
  afterAll(() => checkout.remove());

  /** Runs steps one after the other, each with what those before it gave; says how the last ended. */
  async function run(steps: readonly Step[], inputs: Values, choose = (_: Step) => true) {
    const known: Record<string, string> = { "github.token": "token-of-the-job", ...inputs };
    let ended = { code: 0 as number | null, stderr: "" };
    for (const step of steps.filter(choose)) {
      const result = await runner.run(step, known);
      ended = { code: result.code, stderr: result.stderr };
      if (result.code !== 0) break;
      for (const [name, value] of Object.entries(result.outputs)) {
        known[`steps.${step.id}.outputs.${name}`] = value;
      }
      known["inputs.digest || steps.push.outputs.digest"] =
        inputs["inputs.digest"] || (known["steps.push.outputs.digest"] ?? "");
    }
    return ended;
  }

  it("pushes what main is to dev's registry, and deploys the digest that the push told", async () => {
    const inputs = { "inputs.digest": "" };
    expect(await run(scriptsOf("deploy-dev"), inputs)).toMatchObject({ code: 0 });
    const lines = called().trim().split("\n");
    expect(lines[0]).toBe("gcloud auth configure-docker europe-west1-docker.pkg.dev --quiet");
    expect(lines[1]).toMatch(/^docker buildx build --pull --push --metadata-file \S+ --tag /);
    expect(lines[1]).toContain(` --tag ${BUILDS}:dev-0a1b2c3 apps/music-graph/example`);
    expect(lines[2]).toBe(
      `gcloud compute instances add-metadata acme-dev-music-graph --project acme-dev --zone europe-west1-b --metadata release=${BUILDS}@${PUSHED}`,
    );
    expect(readFileSync(at("summary.md"), "utf8")).toContain(PUSHED);
  });

  it("goes back in dev to a digest that was pushed before, without a build", async () => {
    const inputs = { "inputs.digest": OTHER };
    await run(scriptsOf("deploy-dev"), inputs, ({ id }) => id !== "push");
    expect(called()).not.toContain("docker buildx");
    expect(called()).toContain(`release=${BUILDS}@${OTHER}`);
  });

  it("deploys nothing where the push told no digest, or where somebody typed a tag", async () => {
    writeFileSync(at("pushed.json"), "{}");
    expect(await run(scriptsOf("deploy-dev"), { "inputs.digest": "" })).toEqual({
      code: 1,
      stderr: `push: the push of ${BUILDS}:dev-0a1b2c3 told no digest; look at what docker said, and push again\n`,
    });
    const typed = await run(
      scriptsOf("deploy-dev"),
      { "inputs.digest": "v1.0.0" },
      (step) => step.id !== "push",
    );
    expect(typed).toEqual({ code: 2, stderr: "not a digest: v1.0.0\n" });
    expect(called()).not.toContain("add-metadata");
  });

  const release = (version: string, digest: string): Values => ({
    ...{ "inputs.what": "release", "inputs.version": version, "inputs.digest": digest },
  });

  it("gives an image of dev a version, proposes its digest for prod, makes tag and release", async () => {
    const before = ENVIRONMENTS.find(({ name }) => name === "prod")!.apps["music-graph"];
    expect(await run(scriptsOf("deploy-prod"), release("v1.2.0", PUSHED))).toMatchObject({
      code: 0,
    });
    expect(called()).toContain(
      `docker buildx imagetools create --prefer-index=false --tag ${RELEASES}:v1.2.0 ${BUILDS}@${PUSHED}`,
    );
    expect(called()).toContain(
      "gh release create music-graph-v1.2.0 --target 0a1b2c3 --title music-graph v1.2.0",
    );
    const branch = `music-graph-v1.2.0-${PUSHED.slice(7, 19)}`;
    expect(readFileSync(at("summary.md"), "utf8")).toBe(
      `[Open the pull request](https://github.com/acme/i/compare/${branch}?expand=1): merging it deploys \`${PUSHED}\`.\n`,
    );
    const change = git("diff", "main", `origin/${branch}`).split("\n");
    const digest = (before as { runningDigest: string }).runningDigest;
    expect(change.filter((line) => /^[+-] /.test(line)).map((line) => line.trim())).toEqual([
      `-      runningDigest: "${digest}",`,
      `+      runningDigest: "${PUSHED}",`,
    ]);
    expect(git("log", "-1", "--format=%s", `origin/${branch}`)).toBe(
      "env(prod): release music-graph v1.2.0\n",
    );
  });

  it("never gives a version to another image", async () => {
    git("switch", "--quiet", "main");
    const { code, stderr } = await run(scriptsOf("deploy-prod"), release("v1.2.0", OTHER));
    expect([code, stderr]).toEqual([
      1,
      `copy: ${RELEASES}:v1.2.0 is ${PUSHED}, not ${OTHER}; a version is never given to another image: take the next one\n`,
    ]);
    expect(values("prod")).not.toContain(OTHER);
  });

  it("rolls prod back to the digest before", async () => {
    const first = values("prod");
    git("merge", "--quiet", `music-graph-v1.2.0-${PUSHED.slice(7, 19)}`);
    expect(values("prod")).toContain(PUSHED);
    const back = { "inputs.what": "roll back", "inputs.version": "", "inputs.digest": "" };
    const isBack = ({ if: when }: Step) => !when?.includes("release");
    expect(await run(scriptsOf("deploy-prod"), back, isBack)).toMatchObject({ code: 0 });
    expect(values("prod")).toBe(first);
    expect(readFileSync(at("summary.md"), "utf8")).toMatch(
      /compare\/music-graph-back-[0-9a-f]{12}\?/,
    );
    git("switch", "--quiet", "main");
  });

  it.skipIf(withoutChecks)("checks and builds the application", async () => {
    const python = findPart("ruff")!.replace(/\/bin\/ruff$/, "");
    symlinkSync(python, at("apps/music-graph/example/.venv"));
    expect(await run(scriptsOf("ci"), {})).toMatchObject({ code: 0 });
    expect(called()).toBe("docker buildx build --pull apps/music-graph/example\n");
  });

  it.skipIf(withoutChecks)("and there is no other", () => {
    const scripts = stepsIn(files).flatMap(({ step }) => step.run ?? []);
    expect(scripts.length).toBeGreaterThan(8);
    expect(scripts.filter((each) => !runner.ran.has(each))).toEqual([]);
  });

  it("logs in as those that the estate gives rights to", () => {
    const jobs = stepsIn(files).filter(({ step }) =>
      step.uses?.startsWith("google-github-actions/"),
    );
    const environments = jobs.map(({ job, step }) => [
      job.environment,
      filledIn(String(step.with?.["workload_identity_provider"]), {
        "steps.where.outputs.registry-provider": "registry",
        "steps.where.outputs.machine-provider": "machine",
      }),
    ]);
    expect(environments).toEqual([
      ["music-graph-dev", "registry"],
      ["music-graph-dev", "machine"],
      ["music-graph-prod", "registry"],
    ]);
  });
});
