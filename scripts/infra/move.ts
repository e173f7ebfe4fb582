import { hostname } from "node:os";
import { STEPS, type Step } from "../move/plan/outcome.ts";
import { command, UsageError } from "./command.ts";

const VERBS: readonly string[] = [...STEPS, "rollback"];

/** Moves a monolith's data to where its successor runs. */
export const moveCommand = command({
  summary:
    "move a PostgreSQL database, a bucket, search indexes, step by step, compared before anybody goes over",
  operands: {
    name: "<step> <file>",
    summary: "a step of those below, and the file that says what moves",
    atLeast: 2,
    atMost: 2,
  },
  options: {
    wait: {
      kind: "number",
      value: "<minutes>",
      summary: "follow: look until the target is near enough, or so long",
    },
    "lose-writes": {
      kind: "text",
      value: "<reason>",
      summary: "rollback: what was written to the target since cutover may be lost",
    },
    abandon: { kind: "switch", summary: "retire: give the move up before its cutover" },
  },
  more: [
    `Steps: ${STEPS.join(", ")}; rollback at any of them.`,
    "Every step is a gate: it ends with 0 when the next one may begin, and with 1 when something is in the",
    "way. Any of them can be taken again: copy goes on where it was interrupted. What was found lies beside the",
    "file, in progress.json and, for people, in report.html. It takes psql, pg_dump and pg_restore for a",
    "database, rclone for a bucket; secrets come from libpq's passfile, AWS's own configuration or variables",
    "that the file names. Nothing of data is ever deleted.",
  ].join("\n"),
  exits: "0 the gate is open, 1 it is closed or the step failed, 2 used wrongly",
  async run({ operands: [verb = "", file = ""], options, json }, { env, talk, print, folder }) {
    checkUse(verb, options);
    const { moveStep } = await import("../move/command.ts");
    const { outcomeText } = await import("../stepwise/text.ts");
    const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
    const machine = { host: hostname(), pid: process.pid, isRunning };
    const world = { env, talk, sleep, machine, now: () => new Date() };
    const outcome = await moveStep(world, {
      ...{ verb: verb as Step, file, base: folder, abandon: options.abandon },
      ...{ waitMinutes: options.wait, loseWrites: options["lose-writes"] },
    });
    print(json ? JSON.stringify(outcome, null, 2) : outcomeText(outcome));
    return outcome.holds ? 0 : 1;
  },
});

function checkUse(
  verb: string,
  options: { readonly wait?: number; readonly "lose-writes"?: string; readonly abandon: boolean },
): void {
  if (!VERBS.includes(verb)) {
    throw new UsageError(`infra move: it must be one of ${VERBS.join(", ")}, got ${verb}`);
  }
  const given: readonly [string, string, boolean][] = [
    ["--wait", "follow", options.wait !== undefined],
    ["--lose-writes", "rollback", options["lose-writes"] !== undefined],
    ["--abandon", "retire", options.abandon],
  ];
  for (const [option, step, isThere] of given) {
    if (isThere && verb !== step) {
      throw new UsageError(`infra move ${verb}: ${option} belongs to infra move ${step}`);
    }
  }
  const reason = options["lose-writes"]?.trim();
  if (reason !== undefined && reason.length < 10) {
    throw new UsageError(
      "infra move rollback: --lose-writes wants a reason of 10 characters or more",
    );
  }
}

/** Signal 0 is sent to nobody: it only asks. Who may not be signalled runs, too. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
