import { dirname, resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** Looks for what was changed outside of Terraform. */
export const driftCommand = command({
  summary: "look for what was changed outside of Terraform; changes nothing",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "where to look (default: everywhere)",
    atLeast: 0,
  },
  options: {
    issue: {
      kind: "text",
      value: "<file>",
      summary: "also write the body of an issue, for infra issue --body; empty without drift",
    },
    rehearsal: { kind: "switch", summary: "look at the rehearsal cloud" },
    parallel: { kind: "number", value: "<n>", summary: "stacks at a time (default: 2 to 4)" },
    "lock-timeout": {
      kind: "number",
      value: "<seconds>",
      summary: "how long another run may hold the lock of a state (default: 300)",
    },
  },
  more: "By refresh-only plans. A stack that is not applied yet has nothing that could drift.",
  exits: "0 nothing has drifted, 1 failed, 2 used wrongly, 3 something has drifted",
  async run({ operands, options, json }, context) {
    const { env, talk, print } = context;
    const { existsSync, writeFileSync } = await import("node:fs");
    const issue = options.issue && resolve(context.folder, options.issue);
    // Said before everything is looked at, not after it.
    if (issue && !existsSync(dirname(issue))) {
      throw new UsageError(`infra drift: the folder of --issue is not there: ${dirname(issue)}`);
    }
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { exitCodeOf, findDrift } = await import("../drift/drift.ts");
    const { driftText, issueBody } = await import("../drift/document.ts");
    const project = context.project();
    const { report, secrets } = await findDrift({
      ...{ project, env, talk },
      terraform: await obtainTerraform({ env, tools: project.tools, mayFetch: false, talk }),
      command: context.typed,
      names: operands,
      rehearsal: options.rehearsal,
      now: () => new Date(),
      ...(options.parallel && { parallel: options.parallel }),
      ...(options["lock-timeout"] && { lockSeconds: options["lock-timeout"] }),
    });
    const text = driftText(report, secrets, context.terminal && !env["NO_COLOR"]);
    if (issue) writeFileSync(issue, issueBody(report, secrets), { mode: 0o600 });
    print(json ? JSON.stringify(report, null, 2) : text);
    return exitCodeOf(report);
  },
});
