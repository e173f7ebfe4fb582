import { join } from "node:path";
import { applyPlanSet } from "../apply/apply-set.ts";
import type { ApplyReport } from "../apply/result.ts";
import { makePlanSet } from "../plan/make.ts";
import { renderSet } from "../plan/render-set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { runInOrder } from "../stacks/in-order.ts";
import type { Stack } from "../stacks/manifest.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import { backendOf, StatePlace } from "../state/place.ts";
import { inPassing, type Session, type SessionOptions } from "../state/session.ts";
import { checkDoomed, NotDestroyed, readersOutside } from "./doomed.ts";

/** What a destruction is given. */
export interface DestroyOptions extends SessionOptions {
  /** Environments, stacks or globs. */
  readonly names: readonly string[];
  /** Folder of the plan set. */
  readonly out: string;
  /** Folder of what could not be destroyed as planned. */
  readonly next: string;
  readonly now: () => Date;
  readonly colour: boolean;
  /** Shows the plan and asks every question, about these environments. */
  readonly confirm: (
    plan: string,
    questions: readonly string[],
    environments: readonly string[],
  ) => Promise<boolean>;
  readonly parallel?: number;
  readonly lockSeconds?: number;
}

/** The environment about which is asked once. What is not called so counts as prod. */
const ASKED_ONCE = "dev";

/**
 * Destroys what stands of the named stacks for real, consumers first. The plan is shown before, and
 * exactly that is done.
 *
 * @returns what became of each; nothing where somebody said no, or nothing stands
 */
export async function destroyStacks(options: DestroyOptions): Promise<ApplyReport | undefined> {
  const doomed = await inPassing(options, (session) => choose(session, options));
  if (doomed.length === 0) return { mode: "destroy", stacks: [], leftBehind: [] };
  const names = doomed.map(({ id }) => id);
  const manifest = await makePlanSet({ ...options, names, mode: "destroy", rehearsal: false });
  const failed = manifest.stacks.filter(({ result }) => result !== "planned");
  const { rendered, review } = renderSet(options.out, {
    format: "terminal",
    colour: options.colour,
  });
  if (failed.length > 0) {
    options.talk(rendered.text);
    throw new NotDestroyed(failed.map(({ stack }) => `${stack}: destroying it cannot be planned`));
  }
  const changes = review.stacks.flatMap(({ plan }) => plan?.changes ?? []);
  const stakes = changes.filter(({ stake }) => stake).length;
  const questions = questionsFor(doomed, changes.length, stakes);
  const environments = [...new Set(doomed.map(({ environment }) => environment))];
  if (!(await options.confirm(rendered.text, questions, environments))) return undefined;
  return applyPlanSet({ ...options, folder: options.out, approved: setDigest(manifest) });
}

/** One question for dev, two for anything else. */
export function questionsFor(
  doomed: readonly Pick<Stack, "id" | "environment">[],
  things: number,
  stakes: number,
): string[] {
  const environments = [...new Set(doomed.map(({ environment }) => environment))];
  const serious = environments.filter((each) => each !== ASKED_ONCE);
  const first = `destroy ${things} things of ${doomed.length} stacks in ${environments.join(", ")}?`;
  const data = stakes > 0 ? `, and ${stakes} of them hold data that is lost` : "";
  const second = `${serious.join(", ")} is not ${ASKED_ONCE}: nothing brings it back${data}. Destroy it really?`;
  return serious.length > 0 ? [first, second] : [first];
}

/** What is named and stands. Throws where it must not be destroyed. */
async function choose(session: Session, { names, project }: DestroyOptions): Promise<Stack[]> {
  const estate = await session.synthesize();
  const { stacks: chosen, unknown } = selectStacks(estate, names);
  if (unknown.length > 0) throw new UnknownNames(unknown);
  const asked = [...chosen, ...readersOutside(estate, chosen)];
  const stands = new Map<string, boolean>();
  await runInOrder(
    asked.map((stack) => ({ id: stack.id, dependencies: [], stack })),
    {
      limit: 4,
      succeeded: () => true,
      work: async ({ stack }) => {
        const home = join(project.output, "stacks", stack.id);
        const block = backendOf(stack.template, home);
        const place = new StatePlace(join(session.root, stack.id), block, session.setting);
        try {
          stands.set(stack.id, (await place.pull()) !== undefined);
        } finally {
          place.close();
        }
      },
    },
  );
  const standing = asked.filter(({ id }) => stands.get(id));
  const doomed = standing.filter((stack) => chosen.includes(stack));
  checkDoomed(
    doomed,
    standing.filter((stack) => !chosen.includes(stack)),
  );
  return doomed;
}
