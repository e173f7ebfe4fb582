import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rehearsalMarker, startProvider, typesInUse } from "../../rehearsal/provider/index.ts";
import { rehearsalEnvironment } from "../../rehearsal/run/environment.ts";
import type { Json } from "../../stacks/template.ts";
import { findTerraform } from "../../terraform/find.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import { runTerraform } from "../../terraform/run.ts";

/** A plan that is made by the real Terraform, on the rehearsal's provider. */
export interface RealPlan {
  /** What stands before. */
  readonly before: Json;
  /** What is planned. */
  readonly after: Json;
  /** Arguments of the plan. */
  readonly args?: readonly string[];
  /** Blocks in Terraform's own language, planned as well. */
  readonly hcl?: string;
  /** Edits the state in between. */
  readonly edit?: (state: StateFile) => void;
}

/** The part of a state file that tests edit. */
export interface StateFile {
  readonly resources: {
    readonly type: string;
    readonly name: string;
    readonly instances: Record<string, unknown>[];
  }[];
}

/** Applies what stands before and plans what comes. Gives what `show -json` prints. */
export async function realPlan({
  before,
  after,
  args = [],
  hcl = "",
  edit = () => {},
}: RealPlan): Promise<string> {
  const found = await findTerraform({ env: process.env, tools: "" });
  if (!("terraform" in found)) throw new Error(found.problem);
  const folder = mkdtempSync(join(tmpdir(), "groundplan-real-plan-"));
  const provider = await startProvider({
    types: typesInUse([
      { config: before, state: {} },
      { config: after, state: {} },
    ]),
  });
  const cliConfig = join(folder, "terraformrc");
  writeFileSync(cliConfig, "disable_checkpoint = true\n");
  const env = rehearsalEnvironment({ env: process.env, cliConfig, reattach: provider.reattach });
  const setting = { terraform: found.terraform, interrupts: new Interrupts(() => {}), env };
  const run = async (...all: string[]) => {
    const result = await runTerraform(setting, folder, all);
    const words = [
      result.stderr,
      result.stdout,
      ...result.diagnostics.map((each) => JSON.stringify(each)),
    ];
    if (result.code !== 0) throw new Error(`terraform ${all[0]}: ${words.join("\n")}`);
    return result.stdout;
  };
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(withProviders(before)));
    await run("init", "-input=false");
    await run("apply", "-input=false", "-auto-approve");
    editState(join(folder, "terraform.tfstate"), edit);
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(withProviders(after)));
    writeFileSync(join(folder, "more.tf"), hcl);
    await run("init", "-input=false");
    await run("plan", "-input=false", "-out=tfplan", ...args);
    return await run("show", "-json", "tfplan");
  } finally {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
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
