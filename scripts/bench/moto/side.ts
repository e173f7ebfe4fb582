import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Change, changesOf, type PlanJson } from "../../terraform/changes.ts";
import type { Estate } from "./estate.ts";
import { withoutEmpty } from "./without-empty.ts";
import type { World } from "./world.ts";

/** Options that hold for every command. */
const ALWAYS = ["-input=false", "-no-color"];

/** Things at once; most of them wait. */
const MANY = "-parallelism=40";

/** An estate in a world, and the Terraform that works on it. */
export class Side {
  readonly #folder: string;
  readonly #terraform: string;
  readonly #world: World;

  constructor(folder: string, terraform: string, world: World) {
    this.#folder = folder;
    this.#terraform = terraform;
    this.#world = world;
  }

  /** Writes what is wanted, in an empty folder where it is the first time. */
  write({ main, modules, region }: Estate): void {
    for (const [name, json] of Object.entries(modules)) {
      mkdirSync(join(this.#folder, name), { recursive: true });
      // Terraform tells the whole line that it has something against.
      writeFileSync(join(this.#folder, name, "cdk.tf.json"), JSON.stringify(json, null, 1));
    }
    const aws = [{ region, ...this.#world.block }];
    const whole = { ...main, provider: { aws } };
    writeFileSync(join(this.#folder, "main.tf.json"), JSON.stringify(whole));
  }

  /** Makes what is written, from nothing. */
  async create(estate: Estate): Promise<void> {
    rmSync(join(this.#folder, "terraform.tfstate"), { force: true });
    this.write(estate);
    await this.#do("init", ...ALWAYS);
    await this.#do("apply", "-auto-approve", MANY, ...ALWAYS);
  }

  /** What a plan of what is written would change; nothing and an empty value are the same. */
  async plan(...options: readonly string[]): Promise<Change[]> {
    await this.#do("plan", "-out=plan.bin", ...ALWAYS, ...options);
    const plan: PlanJson = JSON.parse(await this.#do("show", "-json", "plan.bin"));
    const changes = plan.resource_changes?.map((each) => {
      const { before, after } = each.change;
      const change = { ...each.change, before: withoutEmpty(before), after: withoutEmpty(after) };
      return { ...each, change };
    });
    return changesOf({ ...plan, ...(changes && { resource_changes: changes }) });
  }

  /** Addresses of what stands by the state. */
  async standing(): Promise<string[]> {
    const listed = await this.#do("state", "list");
    return listed.split("\n").filter((address) => address && !/(^|\.)data\./.test(address));
  }

  /** Destroys everything. */
  async destroy(): Promise<void> {
    await this.#do("destroy", "-auto-approve", MANY, ...ALWAYS);
  }

  #do(...args: readonly string[]): Promise<string> {
    const env = {
      PATH: process.env["PATH"],
      HOME: this.#folder,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      ...this.#world.env,
    };
    const options = { cwd: this.#folder, env, maxBuffer: Number.POSITIVE_INFINITY };
    return new Promise((resolve, reject) => {
      execFile(this.#terraform, [...args], options, (error, out, err) => {
        writeFileSync(join(this.#folder, `${args[0]}.log`), `${out}${err}`);
        if (error) reject(new Error(`terraform ${args.join(" ")}: ${err || out}`));
        else resolve(out);
      });
    });
  }
}
