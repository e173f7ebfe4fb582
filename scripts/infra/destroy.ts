import { join, resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** Destroys what stands, for real. */
export const destroyCommand = command({
  summary: "destroy what stands of stacks, for real: consumers first, the plan shown before",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "what to destroy",
    atLeast: 1,
  },
  options: {
    "yes-destroy": {
      kind: "texts",
      value: "<environment>",
      summary: "answer every question about this environment with yes; once for each",
    },
    out: {
      kind: "text",
      value: "<folder>",
      summary: "folder of the plan set (default: .plan-destroy)",
    },
    parallel: { kind: "number", value: "<n>", summary: "stacks at a time (default: 2 to 4)" },
    "lock-timeout": {
      kind: "number",
      value: "<seconds>",
      summary: "how long another run may hold the lock of a state (default: 300)",
    },
  },
  more: [
    "Asks once in dev and twice elsewhere. Nothing goes that something else still reads, so shared",
    "stays while another environment stands on it, and nothing that its code protects. To take a",
    "rehearsal down: infra rehearse <name> --destroy.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { env, talk, print, ask, typed } = context;
    const agreed = options["yes-destroy"];
    if (agreed.length === 0 && !ask) {
      throw new UsageError(
        "infra destroy asks before it destroys, and nobody can answer here: add --yes-destroy <environment> for each environment",
      );
    }
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { destroyStacks } = await import("../destroy/destroy.ts");
    const { nextFolder } = await import("../apply/approval.ts");
    const { exitCodeOf } = await import("../apply/result.ts");
    const { renderApply } = await import("../apply/report.ts");
    const project = context.project();
    const out = options.out
      ? resolve(context.folder, options.out)
      : join(project.root, ".plan-destroy");
    const report = await destroyStacks({
      ...{ project, env, talk, out },
      terraform: await obtainTerraform({ env, tools: project.tools, mayFetch: false, talk }),
      command: typed,
      names: operands,
      next: nextFolder(out),
      now: () => new Date(),
      colour: context.terminal && !env["NO_COLOR"],
      async confirm(plan, questions, environments) {
        talk(plan);
        if (environments.every((each) => agreed.includes(each))) return true;
        const open = environments.filter((each) => !agreed.includes(each));
        if (!ask) talk(nobodyAgreed(open));
        for (const question of questions) if (!(await ask?.(question))) return false;
        return true;
      },
      ...(options.parallel && { parallel: options.parallel }),
      ...(options["lock-timeout"] && { lockSeconds: options["lock-timeout"] }),
    });
    if (!report) {
      talk("infra: nothing was destroyed");
      return 1;
    }
    const text = report.stacks.length > 0 ? renderApply(report, typed) : "nothing stands";
    print(json ? JSON.stringify(report, null, 2) : text);
    return exitCodeOf(report);
  },
});

function nobodyAgreed(environments: readonly string[]): string {
  const options = environments.map((each) => `--yes-destroy ${each}`).join(" ");
  return `infra: nobody has agreed for ${environments.join(", ")}, and nobody can be asked: add ${options}`;
}
