import { join, resolve } from "node:path";
import { type Context, command, UsageError } from "./command.ts";

/** Applies a plan set, and nothing but what was reviewed. */
export const applyCommand = command({
  summary: "apply a plan set: exactly what was reviewed, in waves over the layers",
  operands: {
    name: "<plan set>",
    summary: "folder of the plan set (default: .plan)",
    atLeast: 0,
    atMost: 1,
  },
  options: {
    approve: {
      kind: "text",
      value: "<digest>",
      summary: "apply without asking if the set has this digest, which infra render shows",
    },
    yes: { kind: "switch", summary: "apply without asking, whatever is in the set" },
    next: {
      kind: "text",
      value: "<folder>",
      summary: "folder for what needs an approval of its own (default: the set's, counted on)",
    },
    parallel: { kind: "number", value: "<n>", summary: "stacks at a time (default: 2 to 4)" },
    "lock-timeout": {
      kind: "number",
      value: "<seconds>",
      summary: "how long another run may hold the lock of a state (default: 300)",
    },
    fault: {
      kind: "texts",
      value: "<kind>=<type|address>[:<n>]",
      summary: "for a set of the rehearsal: throttle, timeout, not-found, crash, slow",
    },
  },
  more: [
    "A saved plan is applied as it is. Where the state, the code or a contract is another one since,",
    "the stack is planned again, and applied only if that does the same, or the same with new values",
    "of contract fields that the review marked as moving, and destroys, replaces and broadens nothing.",
    "Anything else becomes a plan set of its own. A set that was planned with --rehearsal is applied to",
    "the rehearsal cloud. Ctrl-C lets Terraform end what it is making; nothing is ever unlocked by force.",
  ].join("\n"),
  exits:
    "0 done, 1 failed, 2 used wrongly, 3 done as approved and the rest needs an approval of its own",
  async run({ operands, options, json }, context) {
    const { env, talk, print, ask } = context;
    const { yes, approve } = options;
    if (!yes && !approve && !ask) {
      throw new UsageError(
        "infra apply asks before it changes anything, and nobody can answer here: add --approve <digest>, or --yes",
      );
    }
    const project = context.project();
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { applyPlanSet } = await import("../apply/apply-set.ts");
    const { nextFolder } = await import("../apply/approval.ts");
    const { EXITS, exitCodeOf } = await import("../apply/result.ts");
    const { renderApply } = await import("../apply/report.ts");
    const faults = await parseFaults(options.fault);
    const terraform = await obtainTerraform({ env, tools: project.tools, mayFetch: false, talk });
    const [given] = operands;
    let folder = given ? resolve(context.folder, given) : join(project.root, ".plan");
    let next = options.next ? resolve(context.folder, options.next) : nextFolder(folder);
    let code: number = EXITS.failed;
    for (;;) {
      const approved = await approvalOf(folder, { yes, ...(approve && { approve }) }, context);
      if (approved === undefined) return code;
      const report = await applyPlanSet({
        ...{ project, terraform, env, talk, folder, approved, next, faults },
        command: context.typed,
        now: () => new Date(),
        ...(options.parallel && { parallel: options.parallel }),
        ...(options["lock-timeout"] && { lockSeconds: options["lock-timeout"] }),
      });
      print(json ? JSON.stringify(report, null, 2) : renderApply(report, context.typed));
      code = exitCodeOf(report);
      // Somebody is there who can be asked about what nobody has seen yet.
      if (code !== EXITS.needsApproval || !report.next || yes || approve || json) return code;
      folder = report.next.folder;
      next = nextFolder(folder);
    }
  },
});

/** The digest of a plan set that may be applied; nothing where somebody says no. */
async function approvalOf(
  folder: string,
  { yes, approve }: { readonly yes: boolean; readonly approve?: string },
  { talk, ask, env }: Context,
): Promise<string | undefined> {
  const { readPlanSet } = await import("../plan/set.ts");
  const { setDigest } = await import("../plan/set-digest.ts");
  const { approvedDigest } = await import("../apply/approval.ts");
  const manifest = readPlanSet(folder);
  if (approve !== undefined) return approvedDigest(manifest, approve);
  if (yes) return setDigest(manifest);
  const { renderSet } = await import("../plan/render-set.ts");
  const { rendered } = renderSet(folder, { format: "terminal", colour: !env["NO_COLOR"] });
  talk(rendered.text);
  return (await ask?.("apply exactly this?")) ? setDigest(manifest) : undefined;
}

async function parseFaults(texts: readonly string[]) {
  const { NoFault, parseFault } = await import("../rehearsal/provider/faults/fault.ts");
  return texts.map((text) => {
    try {
      return parseFault(text);
    } catch (error) {
      if (!(error instanceof NoFault)) throw error;
      throw new UsageError(`infra apply: --fault ${error.message}`);
    }
  });
}
