import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rehearsalMarker, startProvider, typesInUse } from "../../rehearsal/provider/index.ts";
import { MemoryStore } from "../../rehearsal/provider/store/memory.ts";
import { oneCloud } from "../../rehearsal/provider/store/store.ts";
import { startMoto } from "../../state/testing/servers.ts";
import { type Change, changesOf, type PlanJson } from "../../terraform/changes.ts";
import type { Estate } from "./estate.ts";
import { startFront } from "./front.ts";
import { withoutEmpty } from "./without-empty.ts";

/** One world in which an estate is deployed: its provider and its cloud are up. */
export interface World {
  /** What the provider block has besides region and account. */
  readonly block: object;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** What moto does when it is told to: AWS's own policies, certificates that are issued at once. */
const MOTO_SETTINGS = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true", MOTO_ACM_VALIDATION_WAIT: "0" };

/** The real AWS provider, from a mirror on this machine, on moto. */
export async function realWorld(mirror: string, folder: string, estate: Estate): Promise<World> {
  const moto = await startMoto(MOTO_SETTINGS);
  const front = await startFront(moto.url);
  for (const name of writtenByHand(estate)) await writeParameter(name, estate, moto.url);
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "terraformrc");
  const path = `path = ${JSON.stringify(mirror)}`;
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    ${path}\n  }\n}\n`);
  return {
    block: { s3_use_path_style: true },
    env: { ...moto.env, AWS_ENDPOINT_URL: front.url, TF_CLI_CONFIG_FILE: config },
    stop: async () => {
      await front.stop();
      await moto.stop();
    },
  };
}

/** Names of the parameters that stacks read and people write. */
function writtenByHand({ modules }: Estate): string[] {
  const read = Object.values(modules).flatMap(({ data }) =>
    Object.values(data?.["aws_ssm_parameter"] ?? {}),
  );
  return read.map(({ name }) => `${name}`);
}

/** Writes a parameter, as people do. */
async function writeParameter(name: string, { region }: Estate, moto: string): Promise<void> {
  const scope = `testing/20260101/${region}/ssm/aws4_request`;
  const response = await fetch(moto, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}`,
      "x-amz-target": "AmazonSSM.PutParameter",
    },
    body: JSON.stringify({ Name: name, Type: "String", Value: "https://example.org/by-hand" }),
  });
  if (!response.ok) throw new Error(`${name} was not written: ${await response.text()}`);
}

/** The rehearsal, in this process. */
export async function rehearsedWorld(estate: Estate): Promise<World> {
  const types = typesInUse(Object.values(estate.modules).map((config) => ({ config })));
  const byHand = new Set(writtenByHand(estate));
  const isDeclared = (_stack: string, id: string) => byHand.has(id);
  const clouds = { ...oneCloud(new MemoryStore()), isDeclared };
  const provider = await startProvider({ types, clouds });
  return {
    block: rehearsalMarker("moto"),
    env: { TF_CLI_CONFIG_FILE: "/dev/null", TF_REATTACH_PROVIDERS: provider.reattach },
    stop: () => provider.close(),
  };
}

/** Options that hold for every command. */
const ALWAYS = ["-input=false", "-no-color"];

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
      writeFileSync(join(this.#folder, name, "cdk.tf.json"), JSON.stringify(json));
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
    await this.#do("apply", "-auto-approve", ...ALWAYS);
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
    await this.#do("destroy", "-auto-approve", ...ALWAYS);
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
        if (error) reject(new Error(`terraform ${args.join(" ")}: ${err || out}`));
        else resolve(out);
      });
    });
  }
}
