import type { AdoptedThings } from "@groundplan/environments/adopt";
import type { DecisionFile } from "./decisions.ts";
import type { Adoption, Examined } from "./examine.ts";
import { identityOf } from "./identity.ts";
import { importIdOf } from "./import-id.ts";
import type { OldThing } from "./old-state.ts";

/** What environments take over, as `environments/adopted.ts` says it. */
export type AdoptedEstate = Readonly<Record<string, AdoptedThings>>;

/** The widest line that the formatter leaves alone. */
const WIDEST = 100;

const HEAD = `import type { AdoptedThings } from "./adopt.ts";

/**
 * What stood before there was this repository, by environment. \`infra adopt --write\` writes this file
 * from old states; \`adoption.json\` beside it says what became of each thing. Once every plan is empty,
 * imports may be taken out again; names may not: without its name a thing is replaced.
 */
export const ADOPTED: Readonly<Record<string, AdoptedThings>> = `;

/** What is known of the old things that were given. */
export interface Given {
  /** What they are imported by. */
  readonly ids: ReadonlySet<string>;
  /** What they are called. */
  readonly names: ReadonlySet<string>;
  /** Environments that the run was about; empty for all. */
  readonly environments: readonly string[];
}

/** What a run over some old things may take back. */
export function givenBy(things: readonly OldThing[], environments: readonly string[]): Given {
  const identities = things.map(({ type, attributes }) => identityOf(type, attributes) ?? {});
  return {
    ids: new Set(things.flatMap((thing) => importIdOf(thing) ?? [])),
    names: new Set(identities.flatMap((identity) => Object.values(identity))),
    environments,
  };
}

/**
 * What was taken over before, and what is now. What another run said of other things stays; what was
 * said of things that were given now, and are not taken over any more, goes.
 */
export function merged(
  before: AdoptedEstate,
  adopted: readonly Adoption[],
  given: Given,
): AdoptedEstate {
  type Texts = Record<string, string>;
  const all: Record<string, { names: Texts; imports: Record<string, Texts> }> = {};
  const of = (environment: string) => {
    all[environment] ??= { names: {}, imports: {} };
    return all[environment];
  };
  for (const [environment, { names = {}, imports = {} }] of Object.entries(before)) {
    const about = given.environments.length === 0 || given.environments.includes(environment);
    const [goneNames, goneIds] = about ? [given.names, given.ids] : [NONE, NONE];
    Object.assign(of(environment).names, without(names, goneNames));
    for (const [stack, lines] of Object.entries(imports)) {
      of(environment).imports[stack] = without(lines, goneIds);
    }
  }
  for (const { environment, stack, address, importId, keeps } of adopted) {
    const { names, imports } = of(environment);
    if (keeps) names[keeps.made] = keeps.name;
    imports[stack] = { ...imports[stack], [address]: importId };
  }
  return all;
}

const NONE: ReadonlySet<string> = new Set();

function without(
  texts: Readonly<Record<string, string>>,
  gone: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => !gone.has(text)));
}

/** The text of `environments/adopted.ts`, as the formatter leaves it. */
export function adoptedFile(adopted: AdoptedEstate): string {
  return `${HEAD}${objectText(adopted as object, "")};\n`;
}

function objectText(value: object, indent: string): string {
  const entries = Object.entries(value)
    .filter(([, inner]) => typeof inner === "string" || Object.keys(inner).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return "{}";
  const deeper = `${indent}  `;
  const lines = entries.map(([name, inner]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    if (typeof inner !== "string") return `${deeper}${key}: ${objectText(inner, deeper)},`;
    const line = `${deeper}${key}: ${JSON.stringify(inner)},`;
    return line.length <= WIDEST ? line : `${deeper}${key}:\n${deeper}  ${JSON.stringify(inner)},`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

/** The file of decisions with all that is known now. What people decided stays as they wrote it. */
export function decided(
  before: DecisionFile,
  { adopted, undecided, left }: Examined,
): DecisionFile {
  const now: Record<string, string> = {};
  for (const { old, alsoIn, stack, address } of adopted) {
    for (const key of [old, ...alsoIn]) now[key] = `${stack} ${address}`;
  }
  for (const { old, candidates } of undecided) {
    now[old] = `? ${candidates.map(({ here }) => here).join(" | ")}`;
  }
  for (const each of left) now[each.old] = `${each.decided ? "leave" : "none"}: ${each.reason}`;
  const all = Object.entries({ ...before, ...now });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}
