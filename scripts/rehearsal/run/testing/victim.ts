import { rmSync } from "node:fs";
import { expect } from "vitest";
import { countMade, lookAt, RESOURCES, STACK, stackOf } from "./killed.ts";
import { TestProject } from "./project.ts";

/** Starts a rehearsal, and kills something of it as soon as so many things are made. */
export type Kill = (victim: Victim, target: number, draw: () => number) => Promise<string>;

/** A stack that is made or changed again and again, and killed in the middle of it. */
export class Victim {
  readonly project: TestProject = new TestProject({});
  readonly #seed: number;
  readonly #draw: () => number;
  #generation = 0;
  #kills = 0;
  #between = 0;
  /** Did the kill before this one leave a state that lacks something? */
  #lacks = false;

  /** @param seed the same kills come of the same seed */
  constructor(seed: number) {
    this.#seed = seed;
    this.#draw = numbersOf(seed);
  }

  /** How many things the code wants that are made already. */
  get made(): number {
    return countMade(this.project, this.#generation);
  }

  /** Kills so far: all, and those that came after the first and before the last change. */
  get counts(): { readonly kills: number; readonly between: number } {
    return { kills: this.#kills, between: this.#between };
  }

  /** Kills it once, and looks at what that has left. */
  async kill(how: Kill): Promise<void> {
    if (this.#generation === 0 || RESOURCES - this.made < 3) this.#begin();
    const before = this.made;
    const target = before + 1 + Math.floor(this.#draw() * (RESOURCES - before - 2));
    const said = await how(this, target, this.#draw);
    this.#kills += 1;
    if (this.made > before && this.made < RESOURCES) this.#between += 1;
    const about = `kill ${this.#kills} of seed ${this.#seed}`;
    if (this.#lacks) expect(said, about).toContain("adopted from the rehearsal cloud: ");
    const { things, acknowledged, lagging, invented, lacking } = await lookAt(this.project);
    expect(lagging, `what the state lacks, ${about}`).toEqual([]);
    expect(invented, `what only the state has, ${about}`).toEqual([]);
    expect(things.length, `what stands, ${about}`).toBeLessThanOrEqual(RESOURCES);
    const ids = new Set(things.map(({ object }) => object["id"]));
    const lost = acknowledged.filter(({ id }) => !ids.has(id?.value ?? ""));
    expect(lost, `what was acknowledged and is lost, ${about}`).toEqual([]);
    this.#lacks = lacking;
  }

  /** Rehearses to the end: everything stands once, and the state says so. */
  async finish(): Promise<void> {
    const { code, stdout, stderr } = await this.project.infra(["rehearse", "dev"]);
    expect(code, stdout + stderr).toBe(0);
    const { things, lagging, invented } = await lookAt(this.project);
    expect({ stands: things.length, lagging, invented }).toEqual({
      stands: RESOURCES,
      lagging: [],
      invented: [],
    });
    expect(this.made).toBe(RESOURCES);
  }

  /** Wants everything anew: made from nothing, or changed in place. */
  #begin(): void {
    if (this.#generation % 2 === 0) {
      rmSync(this.project.rehearsed("dev"), { recursive: true, force: true });
      this.#lacks = false;
    }
    this.#generation += 1;
    this.project.setStacks({ [STACK]: stackOf(this.#generation) as object });
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
