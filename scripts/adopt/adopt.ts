import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readStacks } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { UnknownNames } from "../stacks/select.ts";
import { SynthFailed, synthesize } from "../stacks/synthesize.ts";
import type { Terraform } from "../terraform/find.ts";
import { bucketAddress, readBucketStates } from "./bucket-states.ts";
import type { DecisionFile } from "./decisions.ts";
import { type Examined, examine, type Question } from "./examine.ts";
import { readOldStates } from "./find-states.ts";
import { type AdoptedEstate, adoptedFile, decided, givenBy, merged } from "./generate.ts";
import type { OldState, OldThing } from "./old-state.ts";
import { putBack, replaceFile } from "./replace-file.ts";

/** Where decisions lie below the project. */
export const DECISIONS = "environments/adoption.json";

/** Where what is taken over lies below the project. */
export const ADOPTED_FILE = "environments/adopted.ts";

/** What the user wants. */
export interface AdoptWish {
  readonly project: Project;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly talk: (text: string) => void;
  /** What the user typed, for messages. */
  readonly command: string;
  /** Finds Terraform; asked only where a state lies in a bucket. */
  readonly terraform: () => Promise<Terraform>;
  /** Old states: files, folders, addresses of buckets. */
  readonly operands: readonly string[];
  /** Environments that take things over; empty for all. */
  readonly environments: readonly string[];
  readonly write: boolean;
}

/** Old states that cannot be read, or decisions that mean nothing: every one of them is told. */
export class CannotAdopt extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "CannotAdopt";
  }
}

/** A name that is kept makes others known that are made of it: so often is it looked again. */
const ROUNDS = 4;

/**
 * Finds out what becomes of old things, and writes it down where that is wanted. Old states are read
 * and never written.
 *
 * @throws CannotAdopt with every problem; then nothing was written
 */
export async function adopt(wish: AdoptWish): Promise<Examined> {
  const states = await statesOf(wish);
  const problems = states.flatMap((state) => ("problem" in state ? [state.problem] : []));
  if (problems.length > 0) throw new CannotAdopt(problems);
  const things = states.flatMap((state) => ("things" in state ? state.things : []));
  const found = await look(wish, things);
  return wish.write ? writeDown(wish, things, found) : found;
}

/** States in files and folders, and those in buckets. */
async function statesOf({ operands, ...wish }: AdoptWish): Promise<OldState[]> {
  const buckets = operands.map(bucketAddress);
  const local = readOldStates(operands.filter((_, i) => buckets[i] === undefined));
  const wrong = buckets.filter((each) => each !== undefined && "problem" in each);
  const addresses = buckets.filter((each) => each !== undefined && "backend" in each);
  if (wrong.length > 0 || addresses.length === 0) return [...local, ...wrong];
  const terraform = await wish.terraform();
  return [...local, ...(await readBucketStates({ ...wish, terraform }, addresses))];
}

/** Writes, and proves by another synth that the code takes it; else all is as it was. */
async function writeDown(
  wish: AdoptWish,
  things: readonly OldThing[],
  first: Examined,
): Promise<Examined> {
  const { root } = wish.project;
  const [adoptedPath, decisionsPath] = [join(root, ADOPTED_FILE), join(root, DECISIONS)];
  const before = [adoptedPath, decisionsPath].map((path) => putBack(path));
  const given = givenBy(things, wish.environments);
  let found = first;
  let adopted = await adoptedBefore(adoptedPath);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const now = merged(adopted, found.adopted, given);
      if (adoptedFile(now) === adoptedFile(adopted)) break;
      adopted = now;
      replaceFile(adoptedPath, adoptedFile(now));
      found = await look(wish, things);
    }
    const decisions = decided(readDecisionFile(decisionsPath), found);
    replaceFile(decisionsPath, `${JSON.stringify(decisions, null, 2)}\n`);
  } catch (error) {
    for (const undo of before) undo();
    if (!(error instanceof SynthFailed)) throw error;
    const as = `${ADOPTED_FILE} and ${DECISIONS} are as they were; decide otherwise there`;
    throw new CannotAdopt([error.message, as]);
  }
  return found;
}

async function look(wish: AdoptWish, things: readonly OldThing[]): Promise<Examined> {
  const { project, env, talk, environments } = wish;
  const output = mkdtempSync(join(tmpdir(), "groundplan-adopt-"));
  try {
    await synthesize({ project, output, env, talk });
    const stacks = readStacks(output);
    const known = [...new Set(stacks.map(({ environment }) => environment))];
    const unknown = environments.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new UnknownNames(unknown.map((name) => ({ name, nearest: known })));
    }
    const names = join(output, "names.json");
    const found = examine({
      ...{ stacks, things, where: DECISIONS },
      decisions: readDecisionFile(join(project.root, DECISIONS)),
      kept: await keptIn(join(project.root, ADOPTED_FILE)),
      names: existsSync(names) ? (read(names) as Question["names"]) : {},
    });
    if (found.problems.length > 0) throw new CannotAdopt(found.problems);
    return environments.length > 0 ? onlyOf(found, environments) : found;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** What concerns some environments. What nobody can place concerns all. */
function onlyOf(found: Examined, environments: readonly string[]): Examined {
  const isIn = (stack: string) => environments.some((name) => stack.startsWith(`${name}-`));
  return {
    ...found,
    adopted: found.adopted.filter(({ environment }) => environments.includes(environment)),
    undecided: found.undecided.filter(({ candidates }) =>
      candidates.some(({ here }) => isIn(here)),
    ),
    made: Object.fromEntries(Object.entries(found.made).filter(([stack]) => isIn(stack))),
  };
}

function readDecisionFile(path: string): DecisionFile {
  if (!existsSync(path)) return {};
  const problem = `${path} must be one JSON object of texts, each a decision by its "<workspace> <address>"`;
  try {
    const file = read(path);
    const isRight = typeof file === "object" && file !== null && !Array.isArray(file);
    if (isRight && Object.values(file).every((value) => typeof value === "string")) {
      return file as DecisionFile;
    }
  } catch {
    // Said below, with the place.
  }
  throw new CannotAdopt([problem]);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The names that are kept now, by environment. */
async function keptIn(path: string): Promise<Question["kept"]> {
  const adopted = Object.entries(await adoptedBefore(path));
  return Object.fromEntries(adopted.map(([name, { names = {} }]) => [name, names]));
}

let loads = 0;

/** What the file says now; each time anew. */
async function adoptedBefore(path: string): Promise<AdoptedEstate> {
  if (!existsSync(path)) return {};
  loads += 1;
  const file = await import(`${pathToFileURL(path).href}?${loads}`);
  return (file as { readonly ADOPTED: AdoptedEstate }).ADOPTED;
}
