import { afterAll, beforeAll } from "vitest";
import { TestProject } from "./project.ts";
import { type Rehearsed, rehearse, specOf, unhashed } from "./rehearse.ts";

/** What came of a rehearsal of one stack. */
interface Ended extends Pick<Rehearsed, "problems" | "said"> {
  /** What was changed, as planned, sorted and without hashes: `create aws_vpc.network`. */
  readonly changes: readonly string[];
}

/** A stack that is rehearsed again and again, each time as it has become. */
export interface OneStack {
  /** The project that it stands in, while tests run. */
  readonly project: TestProject;
  /** Rehearses the stack as this synthesized template. */
  rehearsed(template: object): Promise<Ended>;
}

/** A project with one stack, which is there while the tests around the call run. */
export function oneStack(id: string): OneStack {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({});
  });
  afterAll(() => project?.remove());
  return {
    get project() {
      return project;
    },
    async rehearsed(template) {
      project.setStacks({ [id]: specOf(template) });
      const { problems, said, changesOf } = await rehearse(project, id);
      return { problems, said, changes: changesOf(id).map(unhashed).sort() };
    },
  };
}
