import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StackTemplate } from "../../../stacks/template.ts";
import type { Engine } from "../../../terraform/version.ts";
import { CLOUDS, type Cloud, Library } from "../../provider/schema/library.ts";
import type { Store } from "../../provider/store/store.ts";
import { writeWhole } from "../folder.ts";
import { STATE_FILE } from "../state.ts";
import { readApplied } from "./applied.ts";
import { dependenciesOf } from "./dependencies.ts";
import { type Mended, type MendOptions, mendState } from "./mend.ts";
import { parseState, type StateFile } from "./state-file.ts";

/** What Terraform prints while it applies; there only while it does, or after it was killed. */
const LOG = ".applying.log";

/** What it applies. */
const TEMPLATE = ".applying.json";

/** Begins the record of an apply. Returns the file into which Terraform is to print. */
export function beginRecord(folder: string): string {
  endRecord(folder);
  // The copy follows the code: when the record is read, the code may have gone on.
  copyFileSync(join(folder, "cdk.tf.json"), join(folder, TEMPLATE));
  return join(folder, LOG);
}

/** The state is written: what was recorded is not needed any more. */
export function endRecord(folder: string): void {
  for (const name of [LOG, TEMPLATE]) rmSync(join(folder, name), { force: true });
}

/** What to bring a state up to date with. */
export interface RecoverOptions {
  readonly folder: string;
  readonly stack: string;
  readonly engine: Engine;
  readonly store: Store;
}

/**
 * Brings the state in a copy's folder up to what an apply had done when it was killed. Terraform
 * itself writes it seldom: what it printed, and what stands in the cloud, tell the rest.
 *
 * @returns what the state lacked, in words; nothing where it lacked nothing
 */
export function recoverState(options: RecoverOptions): string | undefined {
  const { folder, engine } = options;
  const log = join(folder, LOG);
  if (!existsSync(log)) return undefined;
  const file = join(folder, STATE_FILE);
  const before = existsSync(file)
    ? parseState(readFileSync(file, "utf8"))
    : emptyState(engine.version);
  // A state that cannot be read is told of elsewhere, with the way out.
  if (!before) return undefined;
  const applied = readApplied(readFileSync(log, "utf8"));
  const mended = mendState(before, { applied, ...surroundings(options) });
  if (mended.state !== before) writeWhole(file, `${JSON.stringify(mended.state, null, 2)}\n`);
  endRecord(folder);
  return told(mended);
}

function emptyState(terraform_version: string): StateFile {
  const lineage = randomUUID();
  return { version: 4, terraform_version, serial: 0, lineage, outputs: {}, resources: [] };
}

function surroundings({
  folder,
  stack,
  engine,
  store,
}: RecoverOptions): Omit<MendOptions, "applied"> {
  const template: StackTemplate = JSON.parse(readFileSync(join(folder, TEMPLATE), "utf8"));
  const libraries = new Map<string, Library>();
  const libraryOf = (type: string): Library | undefined => {
    const cloud = CLOUDS.find((each) => type.startsWith(`${each}_`));
    return cloud && lasting(libraries, cloud);
  };
  const needs = dependenciesOf(template);
  return {
    things: [...store.all()].filter((thing) => thing.stack === stack),
    schemaVersion: (type) => libraryOf(type)?.resource(type)?.schema.version,
    provider(type, name) {
      const source = libraryOf(type)?.index.address.replace(/^[^/]+\//, "");
      const host = engine.engine === "tofu" ? "registry.opentofu.org" : "registry.terraform.io";
      const alias = String(template.resource?.[type]?.[name]?.["provider"] ?? "").split(".")[1];
      return `provider["${host}/${source}"]${alias ? `.${alias}` : ""}`;
    },
    beside(type, name) {
      const dependencies = needs(`${type}.${name}`);
      const lifecycle = lifecycleOf(template.resource?.[type]?.[name]?.["lifecycle"]);
      return {
        ...(dependencies.length > 0 && { dependencies }),
        ...(lifecycle["create_before_destroy"] === true && { create_before_destroy: true }),
      };
    },
  };
}

function lasting(libraries: Map<string, Library>, cloud: Cloud): Library {
  const library = libraries.get(cloud) ?? new Library(cloud);
  libraries.set(cloud, library);
  return library;
}

/** Blocks are written once or as a list. */
function lifecycleOf(block: unknown): Readonly<Record<string, unknown>> {
  const [one = {}] = [block].flat();
  return (one ?? {}) as Readonly<Record<string, unknown>>;
}

/** Most addresses that are told by name. */
const LISTED = 10;

/** What was recovered, in words; nothing where the state had it all. */
function told({ taken, dropped }: Mended): string | undefined {
  if (taken.length + dropped.length === 0) return undefined;
  const parts = [
    ...(taken.length > 0 ? [`adopted from the rehearsal cloud: ${listed(taken)}`] : []),
    ...(dropped.length > 0 ? [`gone, as Terraform had said: ${listed(dropped)}`] : []),
  ];
  return `an apply was cut off before its state was written; ${parts.join("; ")}`;
}

function listed(addresses: readonly string[]): string {
  const rest = addresses.length - LISTED;
  const shown = addresses.slice(0, LISTED).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
