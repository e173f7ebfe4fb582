// @module-tag long
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amount } from "../../parts/amount.ts";
import { missing } from "../../parts/parts.ts";
import { isAlive, markOf } from "./alive.ts";
import { rehearse } from "./rehearse.ts";
import { RESOURCES, terraformOf } from "./testing/killed.ts";
import { ended } from "./testing/project.ts";
import { type Kill, Victim } from "./testing/victim.ts";

/** Fixed, so that a kill can be seen again. */
const SEED = 20_261_121;

/** A loaded machine may take long: what is proven does not depend on how long. */
const TIMEOUT = 1_200_000;

const why = "each kill is a rehearsal of its own, and a look at what it has left";

/** How many kills come between the first and the last change. */
const KILLS = {
  infra: amount({ all: 17, few: 3, why }),
  terraform: amount({ all: 35, few: 6, why }),
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

/** Waits until so many things are made, or the run is over. */
async function waitFor(victim: Victim, target: number, run: Promise<unknown>): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  run.then(end, end);
  while (!over && victim.made < target) await pause();
}

/** Kills the whole process of `infra`, and with it its Terraform or not. */
const killInfra: Kill = async (victim, target, draw) => {
  const child = victim.project.start(["rehearse", "dev"]);
  const end = ended(child);
  await waitFor(victim, target, end);
  const terraform = terraformOf(victim.project);
  const mark = terraform === undefined ? undefined : markOf(terraform);
  child.kill("SIGKILL");
  if (mark && draw() < 0.5) killIfThere(mark.pid);
  const { stderr } = await end;
  // Without its provider Terraform comes to its own end.
  while (mark && isAlive(mark)) await pause();
  return stderr;
};

/** Kills Terraform alone: the run goes on to tell what became of it. */
const killTerraform: Kill = async (victim, target) => {
  const said: string[] = [];
  const options = await victim.project.options(["dev"], (text) => said.push(text));
  const run = rehearse(options);
  await waitFor(victim, target, run);
  const terraform = terraformOf(victim.project);
  if (terraform !== undefined) killIfThere(terraform);
  await run;
  return said.join("\n");
};

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

describe.skipIf(missing("terraform"))(
  "a kill in the middle of an apply",
  { concurrent: true },
  () => {
    let victims: Record<keyof typeof KILLS, Victim>;
    beforeAll(() => {
      victims = { infra: new Victim(SEED), terraform: new Victim(SEED + 1) };
    });
    afterAll(() => {
      const lines = Object.entries(victims).map(
        ([what, { counts }]) => `${what}: ${counts.kills} kills, ${counts.between} between`,
      );
      console.log(`killed ${lines.join("; ")} the first and the last change; seed ${SEED}`);
      for (const { project } of Object.values(victims)) project.remove();
    });

    it.each<[keyof typeof KILLS, number, Kill]>([
      ["infra", KILLS.infra, killInfra],
      ["terraform", KILLS.terraform, killTerraform],
    ])(
      "of %s loses nothing, and the next run goes on from there (%i times)",
      async (what, wanted, kill) => {
        const victim = victims[what];
        // One that comes too late, on a machine that is busy elsewhere, is one more.
        while (victim.counts.between < wanted) await victim.kill(kill);
        await victim.finish();
        expect(victim.counts.kills).toBeLessThan(3 * wanted);
        expect(victim.made).toBe(RESOURCES);
      },
      TIMEOUT,
    );
  },
);
