import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPart } from "../../../parts/parts.ts";
import { type RunningProvider, rehearsalMarker } from "../index.ts";

const REQUIRED = {
  aws: { source: "hashicorp/aws", version: "6.25.0" },
  google: { source: "hashicorp/google", version: "6.50.0" },
  cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
} as const;

/** Bytes that a command may print: the JSON of a plan of a thousand resources. */
const LARGEST_OUTPUT = 64 * 2 ** 20;

/** What a Terraform command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** One resource of a plan, as `terraform show -json` tells it. */
export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly after_unknown: Record<string, unknown>;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object;
  };
}

/** A folder with a hand-written stack, on which the real Terraform is run. */
export class TestStack {
  readonly folder: string = mkdtempSync(join(tmpdir(), "groundplan-provider-"));
  readonly #provider: RunningProvider;
  readonly #providers: object;

  /** @param providers provider blocks by cloud; each gets the marker */
  constructor(provider: RunningProvider, providers: Readonly<Record<string, object | object[]>>) {
    this.#provider = provider;
    this.#providers = Object.fromEntries(
      Object.entries(providers).map(([cloud, blocks]) => [
        cloud,
        [blocks].flat().map((block) => ({ ...rehearsalMarker("dev-test"), ...block })),
      ]),
    );
  }

  /** Writes the stack: its sections but `terraform` and `provider`. */
  write(sections: object): void {
    const clouds = Object.keys(this.#providers) as (keyof typeof REQUIRED)[];
    const required_providers = Object.fromEntries(clouds.map((name) => [name, REQUIRED[name]]));
    const terraform = { required_providers, backend: { local: {} } };
    const stack = { terraform, provider: this.#providers, ...sections };
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(stack));
  }

  /** Runs Terraform in the folder. */
  run(...args: string[]): Promise<Ran> {
    const env = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      TF_REATTACH_PROVIDERS: this.#provider.reattach,
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
    };
    const program = process.env["TERRAFORM_BINARY_NAME"] ?? findPart("terraform") ?? "terraform";
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env, maxBuffer: LARGEST_OUTPUT };
      execFile(program, [...args, "-no-color"], options, (error, out, err) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, output: out + err });
      });
    });
  }

  /** Runs Terraform, which must end well. */
  async do(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}: ${output}`);
    return output;
  }

  /** Applies what is written. */
  async apply(sections: object): Promise<void> {
    this.write(sections);
    await this.do("apply", "-auto-approve", "-input=false");
  }

  /** The changes that a plan of what is written finds; nothing else than `no-op` is left out. */
  async plan(sections: object): Promise<readonly ResourceChange[]> {
    this.write(sections);
    await this.do("plan", "-out=plan.bin", "-input=false");
    const shown = JSON.parse(await this.do("show", "-json", "plan.bin")) as {
      resource_changes?: ResourceChange[];
    };
    return (shown.resource_changes ?? []).filter(
      ({ change, previous_address }) =>
        change.actions.join() !== "no-op" || change.importing || previous_address,
    );
  }

  /** The attributes of a resource in the state. */
  attributes(type: string, name: string): Record<string, unknown> {
    const state = JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8")) as {
      resources: { type: string; name: string; instances: { attributes: never }[] }[];
    };
    const found = state.resources.find((one) => one.type === type && one.name === name);
    if (!found) throw new Error(`no ${type}.${name} in the state`);
    return found.instances[0]!.attributes;
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
