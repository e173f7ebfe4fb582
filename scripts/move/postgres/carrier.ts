import { MoveRefused } from "../../stepwise/refused.ts";
import type { Carrier, Found } from "../carrier.ts";
import { differencesFound } from "../differences.ts";
import type { Progress } from "../plan/progress.ts";
import type { World } from "../world.ts";
import { carrySequences, refresh } from "./carry.ts";
import { type Comparison, compareContent } from "./compare.ts";
import { Database } from "./database.ts";
import { copyByDump } from "./dump.ts";
import { lagFound } from "./lag.ts";
import { readMarker } from "./marker.ts";
import type { PostgresPlan } from "./plan.ts";
import { slotName } from "./points.ts";
import { type Checked, checkFound, judged, lookAtBoth } from "./preconditions.ts";
import {
  copyByReplication,
  dropSlot,
  enable,
  hasTaken,
  lagOf,
  positionOf,
  unsubscribe,
} from "./replication.ts";
import { survey } from "./survey.ts";
import { writerProblems, writersAt } from "./writers.ts";

/** A PostgreSQL database, by dump or by logical replication. */
export class PostgresCarrier implements Carrier {
  readonly kind = "postgres";
  readonly #checked: Checked;
  readonly #world: World;
  readonly #dump: string;

  /** @param dump folder that a dump is written to */
  constructor(move: string, plan: PostgresPlan, world: World, dump: string) {
    const source = new Database("source", plan.source, move, world);
    const target = new Database("target", plan.target, move, world);
    this.#checked = { move, plan, source, target };
    this.#world = world;
    this.#dump = dump;
  }

  async check(): Promise<Found> {
    return checkFound(this.#checked);
  }

  async copy(): Promise<Found> {
    const { plan, move, source, target } = this.#checked;
    return target.alone(async () => {
      const looked = await lookAtBoth(this.#checked);
      const { source: surveyed, marker } = looked;
      if (marker?.phase === "copied") return this.#copiedBefore();
      const { problems = [] } = judged(looked);
      if (problems.length > 0) return { said: "nothing was copied", problems };
      const sides = { source, target, marker, move };
      const { env, talk } = this.#world;
      if (plan.by === "dump") {
        const { jobs = 4 } = plan;
        await copyByDump({ ...sides, identity: surveyed.identity, jobs, dump: this.#dump, talk });
        return { said: `${surveyed.tables.length} tables were dumped and restored` };
      }
      const seen = plan.sourceSeenByTarget!;
      await copyByReplication({ ...sides, surveyed, seen, env, talk });
      return { said: `${surveyed.tables.length} tables are being replicated` };
    });
  }

  async follow(): Promise<Found> {
    const { plan, move, source, target } = this.#checked;
    if (plan.by === "dump") {
      return {
        said: "a dump does not follow: what is written at the source after it is not brought",
      };
    }
    const lag = await lagOf(source, target, move);
    return lagFound(lag, plan.lagMiB ?? 1);
  }

  async compare({ readOnlySince }: Progress): Promise<Found> {
    const { plan, source } = this.#checked;
    const before = await writersAt(source);
    if (plan.by === "replication") await this.#caughtUp();
    const { tables, rows, differences } = await this.#compared();
    const { nextTransaction } = await writersAt(source);
    const approved = plan.differences ?? {};
    const told = differencesFound(Object.entries(differences), (table) => approved[table]);
    const isMoving = told.problems.length > 0 && nextTransaction !== before.nextTransaction;
    return {
      said: `${tables} tables with ${rows} rows were compared, ${told.problems.length} differ`,
      problems: told.problems,
      warnings: [
        ...told.warnings,
        ...(isMoving
          ? ["the source was written to while it was compared: stop its writers, and compare again"]
          : []),
      ],
      changes: {
        comparedTransaction: before.nextTransaction,
        readOnlySince: before.isReadOnly ? (readOnlySince ?? before.at) : undefined,
      },
    };
  }

  async gate({ comparedTransaction, readOnlySince }: Progress): Promise<Found> {
    const { plan, source } = this.#checked;
    const writers = await writersAt(source);
    const { isReadOnly, nextTransaction, at } = writers;
    const since = isReadOnly ? (readOnlySince ?? at) : undefined;
    const lag = plan.by === "replication" ? await this.#caughtUp() : [];
    const written = BigInt(nextTransaction) - BigInt(comparedTransaction ?? nextTransaction);
    return {
      said: "the database may go over",
      problems: [
        ...writerProblems(writers, since),
        ...lag,
        ...(written > 0n
          ? [
              `${written} ${written === 1n ? "transaction" : "transactions"} wrote at the source's server since it was compared: infra move compare, again`,
            ]
          : []),
      ],
      changes: { readOnlySince: since },
    };
  }

  async handOver(): Promise<Found> {
    const { plan, move, source, target } = this.#checked;
    return target.alone(async () => {
      const sequences = await carrySequences(source, target);
      if (plan.by === "replication") await enable(target, move, false);
      await refresh(target);
      return {
        said: `${sequences} sequences were carried over`,
        facts: [["sequences", `${sequences}`]],
      };
    });
  }

  async writtenSince(): Promise<Found> {
    const { differences } = await this.#compared();
    return { said: "the target was looked at", problems: Object.values(differences) };
  }

  async handBack(): Promise<Found> {
    const { plan, move, target } = this.#checked;
    const { problems = [] } = await this.writtenSince();
    const said = "the database is the source again";
    const todo = [
      "let the source be written to again: alter database ... reset default_transaction_read_only",
    ];
    // What was written at the target stands in the way of what the source would send.
    if (problems.length > 0) {
      return {
        said,
        todo: [...todo, "before another try: infra move retire --abandon, and an empty target"],
      };
    }
    if (plan.by === "replication") await enable(target, move, true);
    return { said, todo };
  }

  async retire(): Promise<Found> {
    const { move, source, target } = this.#checked;
    const name = slotName(move);
    return target.alone(async () => {
      const gone = await unsubscribe(target, move);
      const dropped = await this.#slotDropped(name);
      await source.lines(
        `set client_min_messages = warning; drop publication if exists "${name}";`,
      );
      const marker = await readMarker(target);
      if (marker?.move === move) {
        await target.lines(
          "set client_min_messages = warning; drop schema groundplan_move cascade;",
        );
      }
      const facts = [
        ["subscription", gone ? "dropped" : "there was none"],
        ["slot", dropped ? "dropped" : "there was none"],
      ] as const;
      return {
        said: `what the move ${move} made is gone; all data stays where it is`,
        facts,
      };
    });
  }

  /** An interrupted cutover may have switched replication off. */
  async #copiedBefore(): Promise<Found> {
    const { plan, move, target } = this.#checked;
    if (plan.by === "replication") await enable(target, move, true);
    return { said: "everything was copied before" };
  }

  async #compared(): Promise<Comparison> {
    const { source, target } = this.#checked;
    const surveys = [await survey(source), await survey(target)] as const;
    return compareContent(source, target, surveys);
  }

  /** The slot is in use until the source has noticed that its reader is gone. */
  async #slotDropped(name: string): Promise<boolean> {
    const { source } = this.#checked;
    for (let tried = 0; tried < LOOKS; tried++) {
      const slots = (await survey(source)).slots.filter((slot) => slot.name === name);
      if (slots.length === 0) return tried > 0;
      await dropSlot(source, name);
      if (slots.some(({ isActive }) => isActive)) await this.#world.sleep(LOOK_MS);
    }
    throw new MoveRefused(
      `the slot ${name} at the source was not dropped`,
      ["somebody reads from it all the time; until it is gone the source keeps all WAL"],
      `look at pg_replication_slots at the source, end its reader, then run the same command again`,
    );
  }

  /** Waits until all that stands at the source now is at the target; what is wrong otherwise. */
  async #caughtUp(): Promise<readonly string[]> {
    const { move, source, target } = this.#checked;
    const lag = await lagOf(source, target, move);
    const { problems = [] } = lagFound(lag, Number.POSITIVE_INFINITY);
    if (problems.length > 0) return problems;
    const position = await positionOf(source);
    for (let tried = 0; tried < LOOKS; tried++) {
      if (await hasTaken(source, move, position)) return [];
      await this.#world.sleep(LOOK_MS);
    }
    return ["the target does not take what the source has written: infra move follow tells more"];
  }
}

/** How often, and how long apart, something is looked at that is a matter of seconds. */
const LOOKS = 60;
const LOOK_MS = 500;
