import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { moveStep } from "../command.ts";
import type { Outcome, Step } from "../plan/outcome.ts";
import type { MovePlan } from "../plan/plan.ts";
import type { Words } from "../steps.ts";
import type { Machine, World } from "../world.ts";

/** One move, as people take its steps. */
export class TestMove {
  readonly file: string;
  /** What was told while it went on. */
  readonly talked: string[] = [];
  readonly #env: World["env"];

  /** @param env what the move finds around it */
  private constructor(file: string, env: World["env"]) {
    this.file = file;
    this.#env = env;
  }

  /** A move in a new folder of its name. */
  static in(folder: string, plan: MovePlan, env: World["env"]): TestMove {
    const own = join(folder, plan.name);
    mkdirSync(own, { recursive: true });
    const file = join(own, "move.json");
    writeFileSync(file, JSON.stringify(plan));
    return new TestMove(file, env);
  }

  /** @param machine what is not as on a machine where everything runs on */
  take(
    verb: Step,
    words: Words & { readonly waitMinutes?: number } = {},
    machine: Partial<Machine> = {},
  ): Promise<Outcome> {
    const world = {
      env: this.#env,
      now: () => new Date(),
      sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, Math.min(ms, 100))),
      talk: (text: string) => this.talked.push(text),
      machine: { host: "here", pid: process.pid, isRunning: () => true, ...machine },
    };
    return moveStep(world, { verb, file: this.file, base: "/", ...words });
  }

  /** What keeps a step from being done, or what it was refused with. */
  async problems(verb: Step, words: Words = {}): Promise<readonly string[]> {
    return this.take(verb, words).then(
      ({ problems }) => problems,
      (error) => (error as Error).message.split("\n"),
    );
  }
}
