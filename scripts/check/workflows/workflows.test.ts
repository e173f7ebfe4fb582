import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findPart, missing } from "../../parts/parts.ts";
import { ROOT, type WorkflowFile, workflowFiles } from "./read.ts";
import { findingsIn } from "./rules.ts";

/** What a linter prints; empty where it finds nothing. */
async function lint(part: "actionlint" | "zizmor", args: readonly string[]): Promise<string> {
  try {
    await promisify(execFile)(findPart(part)!, [...args], { cwd: ROOT });
    return "";
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

describe("the workflows", () => {
  it.skipIf(missing("actionlint"))("are clean to actionlint", async () => {
    expect(await lint("actionlint", ["-no-color"])).toBe("");
  });

  it.skipIf(missing("zizmor"))("are clean to zizmor", async () => {
    const args = ["--offline", "--no-progress", "--color=never", ".github"];
    expect(await lint("zizmor", args)).toBe("");
  });

  it("keep the rules of this repository", () => {
    expect(workflowFiles().length).toBeGreaterThan(6);
    expect(findingsIn(workflowFiles())).toEqual([]);
  });
});

/** A workflow with one job. */
function workflow(text: string): WorkflowFile {
  const path = ".github/workflows/x.yml";
  const { on, permissions, jobs } = parse(text);
  return { path, text, on, permissions, jobs };
}

const PIN = "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";

describe("each rule closes on", () => {
  it.each([
    [
      "an action that is not pinned, no permissions, no time limit, a token that stays",
      `
on: { push: {} }
jobs:
  a:
    steps:
      - uses: actions/checkout@v7
`,
      [
        "actions/checkout@v7 must be one of the actions that may be used, at the commit of its version",
        "permissions must be {} at the top",
        "a has no timeout-minutes",
        "a has no permissions of its own",
        "a leaves its token in the checkout",
      ],
    ],
    [
      "foreign code with our rights",
      `
on: { pull_request_target: {} }
permissions: {}
jobs: {}
`,
      ["pull_request_target runs foreign code with our rights"],
    ],
    [
      "rights for forks, and code of a pull request in a job that may write",
      `
on: { pull_request: {} }
permissions: {}
jobs:
  a:
    timeout-minutes: 1
    permissions: { pull-requests: write }
    steps:
      - uses: actions/checkout@${PIN}
        with: { ref: "\${{ github.event.pull_request.head.sha }}", persist-credentials: false }
`,
      [
        "a has rights or secrets and must not run for forks: if github.event.pull_request.head.repo.full_name == github.repository",
        "a may write and must not run the code of a pull request",
      ],
    ],
    [
      "an apply without approval that could be cancelled, and an expression in a script",
      `
on: { push: {} }
permissions: {}
jobs:
  a:
    timeout-minutes: 1
    permissions: {}
    steps:
      - uses: ./.github/actions/apply
      - name: greet
        run: echo \${{ github.head_ref }}
`,
      [
        "a applies and must be a job of an environment",
        "a applies: it is never cancelled and never dropped from its queue",
        "a: greet writes an expression into a script; pass it by env",
      ],
    ],
  ])("%s", (_, text, findings) => {
    expect(findingsIn([workflow(text)])).toEqual(
      findings.map((each) => `.github/workflows/x.yml: ${each}`),
    );
  });
});
