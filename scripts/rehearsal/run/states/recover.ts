import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Json, StackTemplate } from "../../../stacks/template.ts";
import type { Engine } from "../../../terraform/version.ts";
import type { Fields } from "../../provider/cty/value.ts";
import { CLOUDS, Library } from "../../provider/schema/library.ts";
import type { Store } from "../../provider/store/store.ts";
import { writeWhole } from "../folder.ts";
import { STATE_FILE } from "../state.ts";
import { readApplied } from "./applied.ts";
import { dependenciesOf } from "./dependencies.ts";
import { type Mended, type MendOptions, mendState } from "./mend.ts";
import { parseState, type StateFile } from "./state-file.ts";

/** What Terraform prints while it applies; there only while it does, or after it was killed. */
const LOG = ".applying.log";

/** What it applies, and to what. */
const NOTE = ".applying.json";

interface Note {
  readonly engine: Engine;
  readonly madeBefore: number;
  /** The copy follows the code: when the record is read, the code may have gone on. */
  readonly template: StackTemplate;
}

/** Whose state it is, and the cloud that its things are in. */
export interface RecordOptions {
  /** The stack's copy. */
  readonly folder: string;
  readonly stack: string;
  readonly store: Store;
}

/**
 * The record of an apply, by which its state can be recovered: Terraform itself writes it seldom,
 * but what it prints, and what stands in the cloud, tell the rest.
 */
export class ApplyRecord {
  readonly #options: RecordOptions;

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  /** An apply begins. Returns the file into which Terraform is to print. */
  begin(template: StackTemplate, { engine, version }: Engine): string {
    this.end();
    const madeBefore = this.#options.store.made;
    const note: Note = { engine: { engine, version }, madeBefore, template };
    writeWhole(this.#at(NOTE), JSON.stringify(note));
    return this.#at(LOG);
  }

  /** The state is written: what was recorded is not needed any more. */
  end(): void {
    for (const name of [LOG, NOTE]) rmSync(this.#at(name), { force: true });
  }

  /**
   * Brings the state up to what an apply had done when it was cut off, if one was.
   *
   * @returns what the state lacked, in words; nothing where it lacked nothing
   */
  recover(): string | undefined {
    if (!existsSync(this.#at(LOG))) return undefined;
    const file = this.#at(STATE_FILE);
    const note: Note = JSON.parse(readFileSync(this.#at(NOTE), "utf8"));
    const before = existsSync(file)
      ? parseState(readFileSync(file, "utf8"))
      : emptyState(note.engine.version);
    // A state that cannot be read is told of elsewhere, with the way out.
    if (!before) return undefined;
    const applied = readApplied(readFileSync(this.#at(LOG), "utf8"));
    const mended = mendState(before, mendOptions(this.#options, note, applied));
    if (mended.state !== before) writeWhole(file, `${JSON.stringify(mended.state, null, 2)}\n`);
    this.end();
    return told(mended);
  }

  #at(name: string): string {
    return join(this.#options.folder, name);
  }
}

function emptyState(terraform_version: string): StateFile {
  const lineage = randomUUID();
  return { version: 4, terraform_version, serial: 0, lineage, outputs: {}, resources: [] };
}

function mendOptions(
  { stack, store }: RecordOptions,
  { engine, template, madeBefore }: Note,
  applied: MendOptions["applied"],
): MendOptions {
  const libraries = CLOUDS.map((cloud) => new Library(cloud));
  const libraryOf = (type: string) => libraries.find(({ index }) => index.resources[type]);
  const bodyOf = (type: string, name: string) => template.resource?.[type]?.[name];
  const needs = dependenciesOf(template);
  return {
    // A provisioner that was cut off is to be run again, with what it belongs to.
    applied: applied.filter(
      ({ type, name, unfinished }) => !(unfinished && bodyOf(type, name)?.["provisioner"]),
    ),
    things: [...store.all()].filter((thing) => thing.stack === stack),
    madeBefore,
    couldMake: ({ type, name }, { object }) => agrees(bodyOf(type, name) ?? {}, object),
    schemaVersion: (type) => libraryOf(type)?.resource(type)?.schema.version,
    provider(type, name) {
      const source = libraryOf(type)?.index.address.replace(/^[^/]+\//, "");
      const host = engine.engine === "tofu" ? "registry.opentofu.org" : "registry.terraform.io";
      const alias = String(bodyOf(type, name)?.["provider"] ?? "").split(".")[1];
      return `provider["${host}/${source}"]${alias ? `.${alias}` : ""}`;
    },
    beside(type, name) {
      const dependencies = needs(`${type}.${name}`);
      const [lifecycle] = [bodyOf(type, name)?.["lifecycle"]].flat();
      const { create_before_destroy = false } = (lifecycle ?? {}) as Record<string, unknown>;
      return {
        ...(dependencies.length > 0 && { dependencies }),
        ...(create_before_destroy === true && { create_before_destroy }),
      };
    },
  };
}

/** Does a thing have the plain values that are written in its block? References may be anything. */
function agrees(body: Json, object: Fields): boolean {
  return Object.entries(body).every(([argument, written]) => {
    const had = object[argument];
    if (had === undefined || had === null || typeof had === "object") return true;
    if (typeof written === "string" && written.includes("${")) return true;
    return typeof written === "object" || String(written) === String(had);
  });
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
