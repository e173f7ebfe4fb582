import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rehearsalMarker, startProvider, typesInUse } from "../../rehearsal/provider/index.ts";
import { MemoryStore } from "../../rehearsal/provider/store/memory.ts";
import { oneCloud, type Store } from "../../rehearsal/provider/store/store.ts";
import { rehearsalEnvironment } from "../../rehearsal/run/environment.ts";
import type { Json } from "../../stacks/template.ts";
import { findTerraform } from "../../terraform/find.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import { runTerraform } from "../../terraform/run.ts";

/** What stands before anything is planned. */
export interface Ground {
  /** Applied once, for all plans. Left out for an empty state. */
  readonly config?: Json;
  /** Other files of the configuration, by their paths: modules. */
  readonly files?: Readonly<Record<string, string>>;
  /** Edits the state afterwards. */
  readonly edit?: (state: StateFile) => void;
  /** Changes what stands, behind Terraform's back. */
  readonly drift?: (cloud: Store) => void;
  /** Program in place of the Terraform on PATH. */
  readonly program?: string;
}

/** A plan that is made by the real Terraform, on the rehearsal's provider. */
export interface RealPlan {
  /** No other module may be in it than in the ground's. */
  readonly config: Json;
  /** Arguments of the plan. */
  readonly args?: readonly string[];
  /** Blocks in Terraform's own language, planned as well. */
  readonly hcl?: string;
  /** Planning must fail half-way; what is shown is what it left behind. */
  readonly fails?: boolean;
}

/** The part of a state file that tests edit. */
export interface StateFile {
  readonly resources: {
    readonly type: string;
    readonly name: string;
    readonly instances: Record<string, unknown>[];
  }[];
}

/** Applies the ground and makes each plan on it. Gives what `show -json` prints, by name. */
export async function realPlans<Name extends string>(
  ground: Ground,
  plans: Readonly<Record<Name, RealPlan>>,
): Promise<Record<Name, string>> {
  const wanted = Object.entries<RealPlan>(plans);
  const configs = [
    ...(ground.config ? [ground.config] : []),
    ...wanted.map(([, each]) => each.config),
  ];
  const sources = [...configs, ...modulesOf(ground)].map((config) => ({ config, state: {} }));
  const cloud = new MemoryStore();
  const provider = await startProvider({ types: typesInUse(sources), clouds: oneCloud(cloud) });
  const folder = mkdtempSync(join(tmpdir(), "groundplan-real-plan-"));
  try {
    const run = await runner(folder, provider.reattach, ground.program);
    for (const [path, text] of Object.entries(ground.files ?? {})) write(join(folder, path), text);
    const first = ground.config ?? configs[0]!;
    write(join(folder, "main.tf.json"), JSON.stringify(withProviders(first)));
    await run(["init", "-input=false"]);
    if (ground.config) {
      await run(["apply", "-input=false", "-auto-approve"]);
      editState(join(folder, "terraform.tfstate"), ground.edit ?? (() => {}));
    }
    ground.drift?.(cloud);
    const shown: [string, string][] = [];
    for (const [name, each] of wanted) shown.push([name, await makePlan(each, folder, run)]);
    return Object.fromEntries(shown) as Record<Name, string>;
  } finally {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs Terraform to its end and gives what it printed. */
type Run = (args: readonly string[], fails?: boolean) => Promise<string>;

async function runner(folder: string, reattach: string, program = ""): Promise<Run> {
  const named = program ? { TERRAFORM_BINARY_NAME: program } : {};
  const found = await findTerraform({ env: { ...process.env, ...named }, tools: "" });
  if (!("terraform" in found)) throw new Error(found.problem);
  const cliConfig = join(folder, "terraformrc");
  writeFileSync(cliConfig, "disable_checkpoint = true\n");
  const env = rehearsalEnvironment({ env: process.env, cliConfig, reattach });
  const setting = { terraform: found.terraform, interrupts: new Interrupts(() => {}), env };
  return async (args, fails = false) => {
    const { code, stdout, stderr, diagnostics } = await runTerraform(setting, folder, args);
    if ((code !== 0) === fails) return stdout;
    const said = diagnostics.map((each) => JSON.stringify(each));
    throw new Error(
      [`terraform ${args[0]} ended with ${code}`, stderr, stdout, ...said].join("\n"),
    );
  };
}

async function makePlan(
  { config, args = [], hcl = "", fails = false }: RealPlan,
  folder: string,
  run: Run,
): Promise<string> {
  write(join(folder, "main.tf.json"), JSON.stringify(withProviders(config)));
  write(join(folder, "more.tf"), hcl);
  await run(["plan", "-input=false", "-out=tfplan", ...args], fails);
  return run(["show", "-json", "tfplan"]);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Configurations of the modules, which use types as well. */
function modulesOf({ files = {} }: Ground): Json[] {
  return Object.entries(files)
    .filter(([path]) => path.endsWith(".tf.json"))
    .map(([, text]) => JSON.parse(text) as Json);
}

function withProviders(config: Json): Json {
  const marker = rehearsalMarker("test");
  return {
    terraform: {
      required_providers: {
        aws: { source: "hashicorp/aws", version: "6.25.0" },
        google: { source: "hashicorp/google", version: "6.50.0" },
        cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
      },
    },
    provider: {
      aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"], ...marker }],
      google: [{ project: "acme-dev", region: "europe-west1", ...marker }],
      cloudflare: [{ ...marker }],
    },
    ...config,
  };
}

function editState(path: string, edit: (state: StateFile) => void): void {
  const state = JSON.parse(withSettledIds(readFileSync(path, "utf8")));
  edit(state);
  writeFileSync(path, JSON.stringify({ ...state, serial: state.serial + 1 }));
}

/**
 * A state in which ids that Terraform itself drew at random follow from addresses, wherever they
 * stand. The rehearsal's provider makes its ids so from the start.
 */
function withSettledIds(text: string): string {
  const { resources }: StateFile = JSON.parse(text);
  let settled = text;
  for (const { type, name, instances } of resources) {
    if (type !== "terraform_data") continue;
    for (const { index_key: key = "", attributes } of instances) {
      const { id } = attributes as { readonly id: string };
      settled = settled.replaceAll(id, uuidOf(`${type}.${name}.${key}`));
    }
  }
  return settled;
}

function uuidOf(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
