import { listed } from "../../stepwise/text.ts";
import type { Carrier, Found } from "../carrier.ts";
import { differencesFound } from "../differences.ts";
import type { Progress } from "../plan/progress.ts";
import type { World } from "../world.ts";
import { type Checked, checkFound } from "./check.ts";
import { Cluster } from "./cluster.ts";
import { type Comparison, compareIndexes } from "./compare.ts";
import { chosenOf, countOf, type Index, indexOf, refresh } from "./indexes.ts";
import { alone, readMarker, removeNotes, writeMarker } from "./notes.ts";
import type { SearchPlan } from "./plan.ts";
import { bring, makeIndexes, runningTask } from "./reindex.ts";
import { writeFound, writesOfAll } from "./writes.ts";

/** Indexes of Elasticsearch or OpenSearch: the target reads them from the source, or the application fills it. */
export class SearchCarrier implements Carrier {
  readonly kind = "search";
  readonly #checked: Checked;
  readonly #world: World;

  constructor(move: string, plan: SearchPlan, world: World) {
    const source = new Cluster("source", plan.source, world);
    const target = new Cluster("target", plan.target, world);
    this.#checked = { move, plan, source, target };
    this.#world = world;
  }

  async check(): Promise<Found> {
    return checkFound(this.#checked);
  }

  async copy(): Promise<Found> {
    const { plan, move, source, target } = this.#checked;
    if (plan.by === "application") {
      const todo = [
        "let the application fill the target by its own command, then: infra move follow",
      ];
      return { said: "the application fills the target itself", todo };
    }
    const { problems = [] } = await this.check();
    if (problems.length > 0) return { said: "nothing was copied", problems };
    return alone(target, move, this.#world, async () => {
      await writeMarker(target, { move, source: source.name });
      return this.#brought();
    });
  }

  async follow(): Promise<Found> {
    const indexes = await this.#indexes();
    const approved = this.#checked.plan.differences ?? {};
    const [problems, warnings]: [string[], string[]] = [[], []];
    for (const { name } of indexes) {
      const behind = await this.#behind(name);
      if (behind) (approved[name] ? warnings : problems).push(behind);
    }
    return {
      said: `documents of ${listed(namesOf(indexes), "index", "indexes")} were counted`,
      problems,
      warnings,
    };
  }

  async compare(_: Progress): Promise<Found> {
    const { source, target, plan } = this.#checked;
    const indexes = await this.#indexes();
    const comparedWrites = {
      source: await writesOfAll(source, indexes),
      target: await writesOfAll(target, indexes),
    };
    const compared = await compareIndexes(source, target, indexes, plan);
    const approved = plan.differences ?? {};
    const open = Object.keys(compared.differences).filter((name) => !approved[name]);
    return {
      said: `${indexes.length} indexes with ${compared.documents} documents were compared, ${open.length} differ`,
      ...differencesFound(sentences(compared), (name) => approved[name]),
      facts: [["documents of which some were compared", compared.sampled.join("; ") || "none"]],
      ...(open.length > 0 && { todo: CURES }),
      changes: { comparedWrites },
    };
  }

  async gate({ comparedWrites }: Progress): Promise<Found> {
    const { source, target } = this.#checked;
    return writeFound(source, target, await this.#indexes(), comparedWrites);
  }

  async handOver(): Promise<Found> {
    const indexes = await this.#indexes();
    return { said: `${indexes.length} indexes are handed over` };
  }

  async writtenSince(): Promise<Found> {
    const { source, target, plan } = this.#checked;
    const compared = await compareIndexes(source, target, await this.#indexes(), plan);
    return {
      said: "the target was looked at",
      problems: sentences(compared).map(([, said]) => said),
    };
  }

  async handBack(): Promise<Found> {
    const todo = ["let the source be written to again: index.blocks.write of its indexes to null"];
    return { said: "the source is searched again", todo };
  }

  async retire(): Promise<Found> {
    const { target, move } = this.#checked;
    const isOurs = (await readMarker(target))?.move === move;
    if (isOurs) {
      await alone(target, move, this.#world, async () => {});
      await removeNotes(target);
    }
    const facts = [["marker", isOurs ? "removed" : "there was none"]] as const;
    return { said: `what the move ${move} made is gone; all indexes stay where they are`, facts };
  }

  async #brought(): Promise<Found> {
    const copy = { ...this.#checked, world: this.#world };
    const indexes = await this.#indexes();
    const problems = await makeIndexes(copy, indexes);
    if (problems.length > 0) return { said: "not every index can be made at the target", problems };
    let [documents, lost] = [0, 0];
    for (const index of indexes) {
      const brought = await bring(copy, index);
      documents += brought.documents;
      lost += brought.lost;
    }
    return {
      said: `${documents} documents of ${listed(namesOf(indexes), "index", "indexes")} were brought`,
      facts: [["reindexes that the target forgot, with what they had brought", `${lost}`]],
    };
  }

  /** How far the target is with an index; nothing where it has as many documents. */
  async #behind(name: string): Promise<string | undefined> {
    const { source, target, plan } = this.#checked;
    const isThere = (await indexOf(target, name)) !== undefined;
    if (isThere) for (const each of [source, target]) await refresh(each, name);
    const [from, to] = [await countOf(source, name), isThere ? await countOf(target, name) : 0];
    if (from !== to) return `${name} has ${from} documents at the source, ${to} at the target`;
    const isAtWork = plan.by === "reindex" && (await runningTask(target, name)) !== undefined;
    return isAtWork ? `${name} is still being reindexed` : undefined;
  }

  async #indexes(): Promise<readonly Index[]> {
    const { source, plan } = this.#checked;
    return (await chosenOf(source, plan.indexes)).indexes;
  }
}

const CURES = [
  "infra move copy, again, brings what is not at the target or newer at the source",
  "what was deleted at the source, or deleted and made anew: delete it at the target, then infra move copy",
];

function namesOf(indexes: readonly Index[]): string[] {
  return indexes.map(({ name }) => name);
}

/** Each difference with the name of its index, apart and in words. */
function sentences({ differences }: Comparison): (readonly [string, string])[] {
  return Object.entries(differences).flatMap(([name, all]) =>
    all.map((said) => [name, `${name} ${said}`] as const),
  );
}
