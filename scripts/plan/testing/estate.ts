import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StackSpec, TestProject } from "../../rehearsal/run/testing/project.ts";
import type { PlanJson } from "../../review/plan/plan-json.ts";
import { findProject } from "../../stacks/project.ts";
import { findTerraform, type Terraform } from "../../terraform/find.ts";
import { makePlanSet, type PlanOptions } from "../make.ts";
import type { PlanSetManifest, StackEntry } from "../manifest.ts";

/** What plans and applies of tests have in common. */
export interface Common extends Pick<PlanOptions, "project" | "terraform" | "env" | "talk"> {
  readonly now: () => Date;
}

/** A made-up estate of `terraform_data`, whose states are files, planned in this very process. */
export class Estate {
  readonly project = new TestProject({});
  /** What was said on the way. */
  readonly said: string[] = [];
  readonly #terraform: Terraform;
  /** Beside the project: what is synthesized of a base must not differ by its folder. */
  readonly #states = mkdtempSync(join(tmpdir(), "groundplan-states-"));

  private constructor(terraform: Terraform) {
    this.#terraform = terraform;
  }

  static async open(): Promise<Estate> {
    const found = await findTerraform({ env: process.env, tools: "" });
    if (!("terraform" in found)) throw new Error(found.problem);
    return new Estate(found.terraform);
  }

  /** Where a stack keeps its state. */
  backend(id: string): StackSpec["terraform"] {
    return { backend: { local: { path: this.state(id) } } };
  }

  /** A remote-state read of a stack, by the name of `producer`. */
  reads(id: string, backend?: { readonly backend: string; readonly config: object }): object {
    const local = { backend: "local", config: { path: this.state(id) } };
    return { terraform_remote_state: { producer: backend ?? local } };
  }

  /** File of a stack's state. */
  state(id: string): string {
    return join(this.#states, `${id}.tfstate`);
  }

  /** Text of a stack's state. */
  stateOf(id: string): string {
    return readFileSync(this.state(id), "utf8");
  }

  /** A path in the project. */
  path(name: string): string {
    return join(this.project.root, name);
  }

  /** Text of a file in the project. */
  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  /** What plans and applies are given. */
  get common(): Common {
    return {
      project: findProject(this.project.root),
      terraform: this.#terraform,
      env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" },
      talk: (text) => this.said.push(text),
      now: () => new Date("2026-11-21T14:02:00Z"),
    };
  }

  /** Plans into `.plan`. */
  plan(names: readonly string[], rest: Partial<PlanOptions> = {}): Promise<PlanSetManifest> {
    const command = ["infra plan", ...names].join(" ");
    const out = this.path(".plan");
    return makePlanSet({ ...this.common, names, command, rehearsal: false, out, ...rest });
  }

  /** A plan of the set in `.plan`. */
  planOf(stack: string): PlanJson {
    return JSON.parse(this.read(`.plan/stacks/${stack}/plan.json`));
  }

  /** Applies what is synthesized of a stack, past all reviews, as somebody else would. */
  applyByHand(stack: string, ...args: readonly string[]): string {
    const folder = this.path(`cdktf.out/stacks/${stack}`);
    const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
    const run = (...all: readonly string[]) =>
      execFileSync(this.#terraform.path, [...all], { cwd: folder, env, encoding: "utf8" });
    if (!existsSync(join(folder, ".terraform"))) run("init", "-input=false");
    return run("apply", "-input=false", "-auto-approve", ...args);
  }

  /** Runs git in the project. */
  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    const all = ["-C", this.project.root, ...identity, "-c", "init.defaultBranch=main", ...args];
    return execFileSync("git", all, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }

  /** Commits the code as it is. */
  commit(message = "edit"): string {
    this.git("add", "stacks.json", "app.mjs", "cdktf.json");
    this.git("commit", "--quiet", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Removes everything. */
  remove(): void {
    rmSync(this.#states, { recursive: true, force: true });
    this.project.remove();
  }
}

/** What of an entry tells how planning ended. */
export function told({ stack, result, blockedBy, stale }: StackEntry): string {
  if (blockedBy) return `${stack}: ${result} by ${blockedBy}`;
  const old = stale.map(({ producer, outputs }) => `stale on ${outputs.join(", ")} of ${producer}`);
  return [`${stack}: ${result}`, ...old].join(" ");
}

/** Three layers, each of which reads the one before: `network`, `service`, `edge`. */
export function layers(
  estate: Estate,
  vpc = "vpc-a",
  environment = "dev",
): Record<string, StackSpec> {
  const id = (layer: string) => `${environment}-shop-${layer}`;
  const contract = (value: string) => ({
    value,
    description: "Contract shop: read by other stacks",
  });
  const of = "data.terraform_remote_state.producer.outputs";
  return {
    [id("network")]: {
      terraform: estate.backend(id("network")),
      resource: { terraform_data: { vpc: { input: vpc } } },
      output: { network_vpc_id: contract(vpc) },
    },
    [id("service")]: {
      terraform: estate.backend(id("service")),
      dependencies: [id("network")],
      data: estate.reads(id("network")),
      resource: { terraform_data: { api: { input: `in \${${of}.network_vpc_id}` } } },
      output: { service_name: contract("api") },
    },
    [id("edge")]: {
      terraform: estate.backend(id("edge")),
      dependencies: [id("service")],
      data: estate.reads(id("service")),
      resource: { terraform_data: { cdn: { input: `\${${of}.service_name}` } } },
    },
  };
}
