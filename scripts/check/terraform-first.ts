import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What a test file says that runs Terraform. */
const RUNS_TERRAFORM = 'missing("terraform")';

/**
 * Begins with the test files that run Terraform: they take the longest, and the many quick ones then
 * fill up what is left, so that no processor is idle while a last long one ends. vitest alone knows
 * how long a file takes only where it has run before.
 */
export default class TerraformFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = new Set(
      sorted.filter(({ moduleId }) => readFileSync(moduleId, "utf8").includes(RUNS_TERRAFORM)),
    );
    return [...first, ...sorted.filter((each) => !first.has(each))];
  }
}
