import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlanSetManifest, STACK_FILES, type StackEntry } from "../../plan/manifest.ts";
import { NewPlanSet } from "../../plan/set.ts";
import type { Binding } from "../binding.ts";
import { KEYS, type KeyName, makeKeys } from "../keys.ts";

/** The commit that the sets of tests were planned at. */
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Stands in the plan: it must not be seen anywhere outside. */
export const SENTINEL = "correct-horse-battery-staple-77";

/** What the hand-overs of tests are bound to. */
export const BINDING: Omit<Binding, "digest"> = {
  workflow: ".github/workflows/pull-request.yml",
  run: "16823941172",
  commit: COMMIT,
  set: "prod",
};

/** A temporary folder that goes away with `remove`. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), "groundplan-handover-"));

  /** A path in it. */
  at(name: string): string {
    return join(this.root, name);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Writes a plan set of one stack. */
export function writeSet(
  folder: string,
  digest = "d".repeat(64),
  rest: Partial<PlanSetManifest> = {},
): string {
  const set = new NewPlanSet(folder);
  set.stack("prod-app-data");
  set.write(`stacks/prod-app-data/${STACK_FILES.plan}`, `plan with ${SENTINEL}`);
  set.write(`stacks/prod-app-data/${STACK_FILES.json}`, `{"password":"${SENTINEL}"}`);
  const entry: StackEntry = {
    stack: "prod-app-data",
    environment: "prod",
    dependencies: [],
    result: "planned",
    problems: [],
    warnings: [],
    stale: [],
    providers: [],
    digest,
    files: set.seal("prod-app-data"),
  };
  set.finish({
    version: 1,
    engine: { engine: "terraform", version: "1.11.4" },
    commit: COMMIT,
    dirty: false,
    rehearsal: false,
    planned: "2026-11-21T14:02:00.000Z",
    command: "infra plan prod",
    stacks: [entry],
    ...rest,
  });
  return folder;
}

/** Four new keys, as an environment has them. */
export async function keyring(): Promise<Record<string, string>> {
  const keys = await makeKeys();
  return Object.fromEntries(
    Object.entries(KEYS).map(([name, env]) => [env, keys[name as KeyName]]),
  );
}

/** The whole message that some work fails with. */
export async function failureOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return (error as Error).message;
  }
  return "it did not fail";
}
