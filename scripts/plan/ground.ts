import { mkdirSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { RemoteStacks } from "../hcp/place.ts";
import type { Fault } from "../rehearsal/provider/faults/fault.ts";
import { rehearsalMarker } from "../rehearsal/provider/index.ts";
import { copyStack } from "../rehearsal/run/copy.ts";
import { init } from "../rehearsal/run/init.ts";
import { withRoomForState } from "../rehearsal/run/keep-state.ts";
import { lockEnvironments } from "../rehearsal/run/lock.ts";
import { Session, sizeOf } from "../rehearsal/run/session.ts";
import { type Stage, StepFailed } from "../rehearsal/run/steps.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import type { Terraform } from "../terraform/find.ts";
import { Interrupts } from "../terraform/interrupts.ts";
import type { TerraformResult } from "../terraform/run.ts";
import { passingFolder } from "./passing.ts";
import { realPlace } from "./place.ts";
import type { PlanPlace, RunApply } from "./planning.ts";
import { checkRescued } from "./rescued-state.ts";

/** Where a plan set is made: the real clouds, or the rehearsal. */
export interface Ground {
  readonly interrupts: Interrupts;
  /** Folder that synth writes. */
  readonly output: string;
  readonly parallel: number;
  /** Makes the stacks ready to be planned. */
  prepare(stacks: readonly Stack[], estate: readonly Stack[]): Promise<(stack: Stack) => PlanPlace>;
  /** Gives everything back. */
  close(): Promise<void>;
}

/** What both kinds of ground are given. */
export interface GroundOptions {
  readonly project: Project;
  readonly terraform: Terraform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly names: readonly string[];
  readonly command: string;
  readonly talk: (text: string) => void;
  readonly parallel?: number;
  /** How long another run may hold the lock of a state, in seconds. Default: 300. */
  readonly lockSeconds?: number;
  /** What is to go wrong when something is applied to the rehearsal cloud. Default: nothing. */
  readonly faults?: readonly Fault[];
}

/**
 * The real thing: Terraform runs in the synthesized folders, with our credentials, or on HCP
 * Terraform where a stack's workspace says so.
 */
export function realGround(options: GroundOptions): Ground {
  const { project, terraform, env, talk, parallel } = options;
  // Another command would synthesize into the folders in which Terraform works.
  const unlock = lockEnvironments({
    folder: join(project.root, ".cache", "locks"),
    environments: [basename(project.output)],
    what: "working folder",
    command: options.command,
    talk,
  });
  const interrupts = new Interrupts(talk);
  const forget = interrupts.listen();
  const remote = new RemoteStacks({ env, talk }, interrupts);
  return {
    interrupts,
    output: project.output,
    parallel: parallel ?? Math.min(4, Math.max(2, cpus().length)),
    async prepare(stacks) {
      checkRescued(project, stacks);
      const planners = await remote.planners(stacks);
      return (stack) => ({
        ...realPlace(stack, project, { terraform, interrupts }, env),
        ...planners.get(stack.id),
      });
    },
    async close() {
      remote.close();
      forget();
      unlock();
    },
  };
}

/** The rehearsal: copies of the stacks, their rehearsed states, and no credentials. */
export function rehearsalGround(options: GroundOptions): Ground {
  const { project } = options;
  const session = new Session({ ...options, terminal: false });
  mkdirSync(project.rehearsal, { recursive: true });
  const work = passingFolder(".synth-", project.rehearsal);
  session.atEnd(() => rmSync(work, { recursive: true, force: true }));
  return {
    interrupts: session.interrupts,
    output: join(work, "out"),
    parallel: session.parallel,
    async prepare(stacks, estate) {
      const ids = stacks.map(({ id }) => id);
      session.lock(ids);
      session.checkStates(ids, sizeOf(stacks));
      const copying = { rehearsal: session.rehearsal, estate, marker: rehearsalMarker };
      const prepared = stacks.map((stack) => ({
        copy: copyStack(stack, true, copying),
        template: stack.template,
      }));
      await session.startProvider(prepared);
      // Once a copy keeps a state, only the rehearsal's own init knows how not to touch it.
      for (const each of prepared) await init(session.stage(each)).catch(tellLater);
      const places = new Map(
        prepared.map((each) => [each.copy.id, rehearsedPlace(session, session.stage(each))]),
      );
      return ({ id }) => places.get(id)!;
    },
    close: () => session.close(),
  };
}

function rehearsedPlace(session: Session, stage: Stage): PlanPlace {
  const { copy, setting, planned } = stage;
  return {
    folder: copy.folder,
    setting,
    initArgs: ["-lockfile=readonly"],
    ...(planned && { applying: planned }),
    guard: (run) => guarded(stage, run),
    ended: (done) => session.reconciliation?.end(copy, done ? "ok" : "failed"),
  };
}

/** An apply to the rehearsal cloud, recorded as the rehearsal itself does it. */
function guarded(stage: Stage, run: RunApply): Promise<TerraformResult> {
  const { copy, template, setting, record, note } = stage;
  const log = record.begin(template, setting.terraform);
  return withRoomForState(copy.folder, async (keep) => {
    const result = await run(log);
    keep(result);
    if (result.code === 0) record.end();
    const recovered = record.recover();
    if (recovered) note(recovered);
    return result;
  });
}

/** What fails here fails again when the stack is planned, and is told there. */
function tellLater(error: unknown): void {
  if (!(error instanceof StepFailed)) throw error;
}
