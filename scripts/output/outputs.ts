import { join } from "node:path";
import { RehearsalFolder } from "../rehearsal/run/folder.ts";
import { readState, type StateOutput } from "../rehearsal/run/state.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import type { StackTemplate } from "../stacks/template.ts";
import { backendOf, StatePlace } from "../state/place.ts";
import { inPassing, type Session, type SessionOptions } from "../state/session.ts";

/** What a stack hands out. */
export interface StackOutputs {
  readonly stack: string;
  /** By name: what other stacks read. */
  readonly contracts: Readonly<Record<string, unknown>>;
  /** By name: what is for people. */
  readonly others: Readonly<Record<string, unknown>>;
  /** Names of those that are sensitive: they stay where they are. */
  readonly withheld: readonly string[];
}

/** The stack has no state yet. */
export class NothingStands extends Error {
  constructor(stack: string, rehearsal: boolean) {
    const cure = rehearsal ? `infra rehearse ${stack}` : `infra plan ${stack}, then infra apply`;
    super(`${stack} hands out nothing: nothing of it stands yet; ${cure}`);
    this.name = "NothingStands";
  }
}

/** What reading outputs is given. */
export interface OutputOptions extends SessionOptions {
  readonly stack: string;
  /** Of the rehearsal in place of the real state. */
  readonly rehearsal: boolean;
}

/** Reads what a stack hands out from its state. No provider is needed for it. */
export async function readOutputs(options: OutputOptions): Promise<StackOutputs> {
  return inPassing(options, async (session) => {
    const stack = only(await session.synthesize(), options.stack);
    const outputs = options.rehearsal
      ? rehearsed(options.project, stack.id)
      : await real(session, stack, options.project);
    if (!outputs) throw new NothingStands(stack.id, options.rehearsal);
    return sorted(stack.id, stack.template, outputs);
  });
}

type Outputs = Readonly<Record<string, StateOutput>>;

function only(estate: readonly Stack[], id: string): Stack {
  const found = estate.find((stack) => stack.id === id);
  if (found) return found;
  const { stacks, unknown } = selectStacks(estate, [id]);
  const nearest =
    stacks.length > 0 ? stacks.slice(0, 3).map((each) => each.id) : unknown[0]!.nearest;
  throw new UnknownNames([{ name: id, nearest }]);
}

async function real(
  session: Session,
  { id, template }: Stack,
  project: Project,
): Promise<Outputs | undefined> {
  // Paths of local states are relative to where stacks are applied.
  const block = backendOf(template, join(project.output, "stacks", id));
  const place = new StatePlace(join(session.root, id), block, session.setting);
  const state = await place.pull();
  if (!state) return undefined;
  const { outputs = {} }: { outputs?: Outputs } = JSON.parse(state.text);
  return outputs;
}

function rehearsed(project: Project, id: string): Outputs | undefined {
  const { resources, outputs } = readState(new RehearsalFolder(project.rehearsal).stack(id));
  return resources > 0 || Object.keys(outputs).length > 0 ? outputs : undefined;
}

/** How a contract's outputs are described: see `Contract` in the core. */
const CONTRACT = /^Contract /;

/** Sorts outputs by whom they are for, and leaves out the values of those that are sensitive. */
export function sorted(stack: string, template: StackTemplate, outputs: Outputs): StackOutputs {
  const open = Object.entries(outputs).filter(([, { sensitive }]) => !sensitive);
  const isContract = (name: string) =>
    CONTRACT.test(String(template.output?.[name]?.["description"]));
  const those = (fits: (name: string) => boolean) =>
    Object.fromEntries(
      open.filter(([name]) => fits(name)).map(([name, { value }]) => [name, value]),
    );
  const withheld = Object.keys(outputs).filter((name) => outputs[name]!.sensitive);
  return {
    stack,
    contracts: those(isContract),
    others: those((name) => !isContract(name)),
    withheld,
  };
}

/** Outputs as text. */
export function renderOutputs({ contracts, others, withheld }: StackOutputs): string {
  const lines = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`);
  const part = (title: string, found: readonly string[]) =>
    found.length > 0 ? [title, ...found] : [];
  const text = [
    ...part("for other stacks", lines(contracts)),
    ...part("for people", lines(others)),
    ...part(
      "sensitive, not shown",
      withheld.map((name) => `  ${name}`),
    ),
  ].join("\n");
  return text || "no outputs";
}
