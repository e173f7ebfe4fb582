import type { RehearsalReport } from "../result.ts";
import type { StackSpec, TestProject } from "./project.ts";

/** What came of a rehearsal of made-up stacks. */
export interface Rehearsed {
  /** What went wrong in any of them, or what was said where none was begun. Empty: all ended well. */
  readonly problems: readonly string[];
  /** All that it printed. */
  readonly said: string;
  /** Ids of all that were rehearsed, in the order of their ends. */
  readonly stacks: readonly string[];
  /** What was changed in one of them, as planned and sorted: `create aws_vpc.network`. */
  changesOf(stack: string): readonly string[];
}

/** Rehearses stacks of a project, with all that they need. */
export async function rehearse(
  project: TestProject,
  ...names: readonly string[]
): Promise<Rehearsed> {
  const { stdout, stderr } = await project.infra(["rehearse", ...names, "--json"]);
  const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
  const bad = stacks.filter(({ ending }) => ending !== "ok");
  const problems = bad.flatMap(({ stack, ending, problems }) => [
    `${stack}: ${ending}`,
    ...problems,
  ]);
  return {
    problems: stacks.length > 0 ? problems : [stderr],
    said: `${stdout}${stderr}`,
    stacks: stacks.map(({ stack }) => stack),
    changesOf(id) {
      const { changes = [] } = stacks.find(({ stack }) => stack === id) ?? {};
      return changes.map(({ action, address }) => `${action} ${address}`).sort();
    },
  };
}

/** A synthesized template as a project's `stacks.json` holds it: Terraform takes no section that is empty. */
export function specOf(template: object): StackSpec {
  const sections = Object.entries(template).filter(
    ([, section]) => Object.keys(section).length > 0,
  );
  return Object.fromEntries(sections);
}

/** A change without the hash that ends the name of what stands deeper in the code than its stack. */
export function unhashed(change: string): string {
  return change.replace(/_[0-9A-F]{8}$/, "");
}
