/** How many tests ran, and how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run because a part is missing. */
  readonly skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** Reads the counts from vitest's JSON report. */
export function countTests(report: string): TestCounts {
  const parsed: VitestReport = JSON.parse(report);
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  };
}
