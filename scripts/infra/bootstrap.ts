import { command, UsageError } from "./command.ts";

/** Makes what an environment stands on: its state bucket, and who CI is. */
export const bootstrapCommand = command({
  summary: "make the state bucket of an environment and the identities of CI, for real",
  operands: {
    name: "<environment>",
    summary: "the environment to bootstrap",
    atLeast: 1,
    atMost: 1,
  },
  options: {
    "dry-run": { kind: "switch", summary: "plan and show, make nothing" },
    recover: {
      kind: "switch",
      summary: "the bucket stands and its state is lost: take what stands into a new state",
    },
    "fetch-terraform": {
      kind: "switch",
      summary: "fetch the pinned Terraform into .tools where the machine has none",
    },
    yes: { kind: "switch", summary: "answer every question with yes" },
  },
  more: [
    "With your own credentials, which must be of the environment's accounts. The bucket is made with a",
    "local state in .bootstrap, which moves into the bucket and is read back before the local one is",
    "removed. Safe to run again, also after it was interrupted.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { bootstrap } = await import("../bootstrap/bootstrap.ts");
    const { renderBootstrap } = await import("../bootstrap/report.ts");
    const { env, talk, print, ask, typed } = context;
    const { "dry-run": dryRun, recover, yes } = options;
    if (!yes && !dryRun && !ask) {
      throw new UsageError(
        "infra bootstrap asks before it changes anything, and nobody can answer here: add --yes, or --dry-run to look",
      );
    }
    const project = context.project();
    const terraform = await obtainTerraform({
      env,
      tools: project.tools,
      mayFetch: options["fetch-terraform"] || yes || env["GROUNDPLAN_FETCH_TERRAFORM"] === "1",
      talk,
      ...(ask && { ask }),
    });
    const report = await bootstrap({
      project,
      terraform,
      environment: operands[0]!,
      env,
      command: typed,
      talk,
      dryRun,
      recover,
      confirm: async (question) => yes || (await ask?.(question)) === true,
    });
    print(json ? JSON.stringify(report, null, 2) : renderBootstrap(report, dryRun));
    return report.stacks.some(({ refused }) => refused) ? 1 : 0;
  },
});
