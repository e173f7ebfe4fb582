import { type Subject, valueFor } from "../../rehearsal/learn/ask/subject.ts";
import { type Config, copyConfig, minimalConfig } from "../../rehearsal/learn/probe/config.ts";
import type { Leaf, Nest } from "../../rehearsal/learn/probe/leaf.ts";
import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import type { Value } from "../../rehearsal/provider/cty/value.ts";
import { isWritten, type Place, placesOf, standsAt } from "./places.ts";

/** What an edit does to a configuration. */
export const EDITS = [
  "change value",
  "set value",
  "unset value",
  "add block",
  "remove block",
  "reorder",
] as const;

/** One kind of edit. */
export type Edit = (typeof EDITS)[number];

/** Makes one edit in `config`, which it changes: where. Undefined where nothing of the kind can be done. */
function edit(
  subject: Subject,
  config: Config,
  kind: Edit,
  draw: Draw,
  key: string,
): Leaf | Nest | undefined {
  const editor = new Editor(subject, config, draw, key);
  return editor[METHODS[kind]]();
}

const METHODS = {
  "change value": "changeValue",
  "set value": "setValue",
  "unset value": "unsetValue",
  "add block": "addBlock",
  "remove block": "removeBlock",
  reorder: "reorder",
} as const satisfies Record<Edit, string>;

class Editor {
  readonly #subject: Subject;
  readonly #config: Config;
  readonly #draw: Draw;
  readonly #key: string;

  constructor(subject: Subject, config: Config, draw: Draw, key: string) {
    this.#subject = subject;
    this.#config = config;
    this.#draw = draw;
    this.#key = key;
  }

  changeValue(): Leaf | undefined {
    const place = this.#pick(this.#leaves().filter((one) => isWritten(standsAt(one))));
    if (!place) return undefined;
    const before = JSON.stringify(standsAt(place));
    for (let round = 0; round < 8; round++) {
      const value = this.#value(place.what, round);
      if (JSON.stringify(value) === before) continue;
      place.holder[place.what.name] = value;
      return place.what;
    }
    return undefined;
  }

  setValue(): Leaf | undefined {
    const place = this.#pick(this.#leaves().filter((one) => !isWritten(standsAt(one))));
    if (!place) return undefined;
    place.holder[place.what.name] = this.#value(place.what, 0);
    return place.what;
  }

  unsetValue(): Leaf | undefined {
    const place = this.#pick(
      this.#leaves().filter((one) => !one.what.attribute.required && isWritten(standsAt(one))),
    );
    if (!place) return undefined;
    place.holder[place.what.name] = null;
    return place.what;
  }

  addBlock(): Nest | undefined {
    const place = this.#pick(this.#nests().filter((one) => count(one) < most(one.what)));
    if (!place) return undefined;
    const { what, holder } = place;
    const element = this.#element(what, count(place));
    const old = holder[what.name];
    if (what.mode === "list" || what.mode === "set") {
      holder[what.name] = [...(Array.isArray(old) ? old : []), element];
    } else if (what.mode === "map") {
      holder[what.name] = { ...(old as Config | null), [`k${count(place)}`]: element };
    } else holder[what.name] = element;
    return place.what;
  }

  removeBlock(): Nest | undefined {
    const least = ({ what }: Place<Nest>) => (what.required ? 1 : 0);
    const place = this.#pick(this.#nests().filter((one) => count(one) > least(one)));
    if (!place) return undefined;
    const { what, holder } = place;
    const old = holder[what.name];
    if (Array.isArray(old)) holder[what.name] = old.toSpliced(this.#below(old.length), 1);
    else holder[what.name] = null;
    return place.what;
  }

  reorder(): Leaf | Nest | undefined {
    const written = [...this.#leaves(), ...this.#nests()] as Place<Leaf | Nest>[];
    const place = this.#pick(written.filter((one) => isOrdered(standsAt(one))));
    if (!place) return undefined;
    const old = standsAt(place) as readonly Value[];
    place.holder[place.what.name] = [...old.slice(1), old[0]!];
    return place.what;
  }

  /** A new element: what it requires, and some of the rest. */
  #element(nest: Nest, at: number): Config {
    const containers = [...nest.containers, nest];
    const fill = (leaf: Leaf) => this.#value(leaf, at);
    const element = minimalConfig(nest.block, fill, containers);
    const own = this.#subject.leaves.filter((leaf) => leaf.containers.at(-1)?.block === nest.block);
    const first = this.#draw(`${this.#key}/first`, own.length);
    own.forEach((leaf, index) => {
      const chosen = index === first || this.#draw(`${this.#key}/with ${leaf.path}`, 3) === 0;
      if (chosen) element[leaf.name] = fill(leaf);
    });
    return element;
  }

  #value(leaf: Leaf, round: number): Value {
    const { path } = leaf;
    const known = this.#subject.leaves.find((one) => one.path === path) ?? leaf;
    return valueFor({ ...this.#subject, draw: this.#draw }, known, 100 + round);
  }

  #leaves(): readonly Place<Leaf>[] {
    return placesOf(
      this.#config,
      this.#subject.leaves.filter(({ path }) => path !== "id"),
    );
  }

  #nests(): readonly Place<Nest>[] {
    return placesOf(this.#config, this.#subject.nests);
  }

  #pick<One>(from: readonly One[]): One | undefined {
    return from[this.#below(from.length)];
  }

  #below(number: number): number {
    return this.#draw(`${this.#key}/pick`, number);
  }
}

/** Are there several elements, and not all the same? */
function isOrdered(value: Value): boolean {
  return Array.isArray(value) && new Set(value.map((item) => JSON.stringify(item))).size > 1;
}

function count(place: Place<Nest>): number {
  const value = standsAt(place);
  if (Array.isArray(value)) return value.length;
  if (value === null) return 0;
  return place.what.mode === "map" ? Object.keys(value).length : 1;
}

function most({ mode, mostItems }: Nest): number {
  if (mode === "single" || mode === "group") return 1;
  return mostItems ?? 3;
}

/** A configuration with edits made in it. */
export interface Edited {
  readonly config: Config;
  /** Paths at which something was done, each once. */
  readonly paths: ReadonlySet<string>;
  /** Was a block taken away, or did blocks change their order? */
  readonly movesBlocks: boolean;
}

/** Makes edits, one after the other; undefined where one of them could not be made. */
export function edited(
  subject: Subject,
  config: Config,
  kinds: readonly Edit[],
  draw: Draw,
  key: string,
): Edited | undefined {
  const copy = copyConfig(config);
  const paths = new Set<string>();
  let movesBlocks = false;
  for (const [at, kind] of kinds.entries()) {
    const what = edit(subject, copy, kind, draw, `${key}/${at}`);
    if (!what) return undefined;
    paths.add(what.path);
    movesBlocks ||= "mode" in what && (kind === "remove block" || kind === "reorder");
  }
  return { config: copy, paths, movesBlocks };
}
