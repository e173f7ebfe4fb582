import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import type { Json } from "../../stacks/template.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import { realEnvironment } from "../../terraform/real-environment.ts";
import type { TerraformSetting } from "../../terraform/run.ts";
import { terraformStep } from "../../terraform/step.ts";
import { type BackendBlock, StatePlace } from "../place.ts";

/** A temporary folder with a Terraform that speaks to the test's own servers. */
export class Workshop {
  readonly root = mkdtempSync(join(tmpdir(), "groundplan-state-"));
  readonly setting: TerraformSetting;
  #count = 0;

  constructor(env: Readonly<Record<string, string>>) {
    const own = { PATH: process.env["PATH"], HOME: this.root, TF_CLI_CONFIG_FILE: "/dev/null" };
    this.setting = {
      terraform: { path: findPart("terraform")!, engine: "terraform", version: "1.11.4" },
      interrupts: new Interrupts(() => {}),
      env: realEnvironment({ ...own, ...env }),
    };
  }

  /** A place of states. */
  place(block: BackendBlock): StatePlace {
    this.#count += 1;
    return new StatePlace(join(this.root, `place-${this.#count}`), block, this.setting);
  }

  /** A stack's folder with its configuration, prepared to be applied. */
  async stack(name: string, template: Json): Promise<string> {
    const folder = join(this.root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(template));
    await this.terraform(folder, "init", "-input=false", "-no-color");
    return folder;
  }

  /** Runs Terraform in a stack's folder; what it printed. */
  async terraform(folder: string, ...args: readonly string[]): Promise<string> {
    return (await terraformStep(this.setting, folder, args)).stdout;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
