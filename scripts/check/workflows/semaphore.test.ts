// @module-tag long
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { unmark } from "../../comment/marker.ts";
import { GithubStandIn } from "../../comment/testing/github-stand-in.ts";
import { keyring } from "../../handover/testing/sets.ts";
import { missing } from "../../parts/parts.ts";
import { Estate, layers } from "../../plan/testing/estate.ts";
import { ROOT } from "./read.ts";
import { StepRunner } from "./runner.ts";

interface Task {
  readonly prologue?: { readonly commands: readonly string[] };
  readonly jobs: readonly { readonly commands: readonly string[] }[];
  readonly epilogue?: { readonly on_fail: { readonly commands: readonly string[] } };
}

/** The tasks of a pipeline, by the name of their block. */
function tasksOf(file: string): Record<string, Task> {
  const { blocks } = parse(readFileSync(`${ROOT}.semaphore/${file}`, "utf8"));
  return Object.fromEntries(
    blocks.map((each: { name: string; task: Task }) => [each.name, each.task]),
  );
}

const PLAN = tasksOf("semaphore.yml");
const APPLY = tasksOf("apply.yml");

/** What Semaphore puts on every machine, as far as the pipelines use it. Artifacts lie in a folder. */
const TOOLS: Readonly<Record<string, string>> = {
  checkout: ":",
  "sem-version": ":",
  artifact: `
    store=$PWD/.artifacts
    mkdir -p "$store"
    case $1 in
      push) cp "$3" "$store/$(basename "$3")" ;;
      pull) cp "$store/$3" "\${5:-$3}" ;;
    esac`,
};

/** What is done elsewhere: see the test of the workflows. */
const ELSEWHERE = /pnpm@/;

const PATIENCE = { timeout: 240_000 };

describe.skipIf(missing("terraform") || missing("jq"))(
  "the pipelines of Semaphore",
  PATIENCE,
  () => {
    const server = new GithubStandIn();
    let estate: Estate;
    let job: Record<string, string>;
    let head = "";

    beforeAll(async () => {
      await server.start();
      estate = await Estate.open();
      const network = (vpc: string) => ({
        "dev-shop-network": layers(estate, vpc)["dev-shop-network"]!,
      });
      estate.project.setStacks(network("vpc-a"));
      writeFileSync(
        estate.path(".gitignore"),
        "*\n!.gitignore\n!stacks.json\n!app.mjs\n!cdktf.json\n",
      );
      estate.git("init", "--quiet");
      estate.git("add", ".gitignore");
      estate.commit("base");
      estate.git("remote", "add", "origin", estate.project.root);
      estate.git("update-ref", "refs/remotes/origin/main", "HEAD");
      estate.project.setStacks(network("vpc-b"));
      head = estate.commit("head");
      server.head = head;
      mkdirSync(estate.path("scripts"));
      symlinkSync(`${ROOT}scripts/identity`, estate.path("scripts/identity"));
      job = {
        ...(await keyring()),
        ...{
          CI: "true",
          SEMAPHORE: "true",
          SEMAPHORE_WORKFLOW_ID: "wf-1",
          SEMAPHORE_PIPELINE_ID: "ppl-1",
        },
        ...{ SEMAPHORE_GIT_SHA: head, SEMAPHORE_GIT_REPO_SLUG: "acme/infrastructure" },
        ...{ SEMAPHORE_OIDC_TOKEN: "token-of-the-job", ENVIRONMENT: "dev" },
        ...{ GITHUB_API_URL: server.api, GITHUB_TOKEN: "t", TMPDIR: estate.project.root },
      };
    }, PATIENCE.timeout);
    afterAll(async () => {
      estate.remove();
      await server.stop();
    });

    /** Runs the commands of a block in one shell, as a job does. */
    async function run(task: Task, rest: Record<string, string>) {
      const runner = new StepRunner(estate.project.root, { ...job, ...rest });
      for (const [name, script] of Object.entries(TOOLS)) {
        writeFileSync(estate.path(`.bin/${name}`), `#!/usr/bin/env bash\n${script}\n`);
        chmodSync(estate.path(`.bin/${name}`), 0o755);
      }
      const commands = [...(task.prologue?.commands ?? []), ...task.jobs[0]!.commands];
      const script = commands.filter((each) => !ELSEWHERE.test(each)).join("\n");
      const ended = await runner.run({ run: script }, {});
      expect([ended.code, ended.code === 0 ? "" : ended.stderr]).toEqual([0, ""]);
      return ended.stdout;
    }

    const PULL = () => ({ SEMAPHORE_GIT_PR_NUMBER: "7", SEMAPHORE_GIT_PR_SHA: head });

    it("plan a pull request and comment it", async () => {
      await run(PLAN["Plan"]!, PULL());
      for (const set of ["shared", "prod"]) {
        const result = JSON.parse(readFileSync(estate.path(".artifacts/result-dev.json"), "utf8"));
        const text = JSON.stringify({ ...result, set });
        writeFileSync(estate.path(`.artifacts/result-${set}.json`), text);
      }
      estate.git("branch", "-f", "main", "HEAD");
      await run(PLAN["Comment"]!, PULL());
      const { marker } = unmark(server.comments[0]!.body)!;
      expect(marker).toMatchObject({ state: "planned", run: "wf-1", head });
    });

    it("apply what was planned on main, for the digest that somebody names, and tell open requests", async () => {
      const stdout = await run(PLAN["Plan"]!, {});
      const [DIGEST = ""] = /^[0-9a-f]{64}$/m.exec(stdout) ?? [];
      await run(APPLY["Apply"]!, { DIGEST });
      expect(estate.stateOf("dev-shop-network")).toContain("vpc-b");
      expect(unmark(server.comments[0]!.body)!.text).not.toContain("**Out of date**");
      await run(APPLY["Tell"]!, {});
      expect(unmark(server.comments[0]!.body)!.text).toContain("`dev-shop-network` was applied");
    });

    it("keep what only the machine of a failed apply has", async () => {
      const { commands } = APPLY["Apply"]!.epilogue!.on_fail;
      const stdout = await run({ jobs: [{ commands }] }, {});
      expect(stdout).toContain("logs/dev-shop-network/apply-1.log");
      expect(existsSync(estate.path(".artifacts/left-dev.age"))).toBe(true);
    });

    it("log in with the job's own token, which stands in no variable that names a key", async () => {
      const show = "env | grep -E '^(AWS|GOOGLE)_'; cat \"$GOOGLE_APPLICATION_CREDENTIALS\"";
      const commands = ['. scripts/identity/log-in.sh "$ENVIRONMENT" plan', show];
      const stdout = await run({ jobs: [{ commands }] }, {});
      expect(stdout).toContain(
        "AWS_ROLE_ARN=arn:aws:iam::111122223333:role/acme-dev-foundation-plan",
      );
      expect(stdout).toContain("/workloadIdentityPools/acme-dev-foundation/providers/ci-semaphore");
      expect(stdout).not.toContain("token-of-the-job");
      const [, file = ""] = /AWS_WEB_IDENTITY_TOKEN_FILE=(.+)/.exec(stdout) ?? [];
      expect(existsSync(file) && readFileSync(file, "utf8")).toBe("token-of-the-job");
    });
  },
);
