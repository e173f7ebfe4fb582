import { join, resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** Where a plan set goes that nobody gave a place. */
const DEFAULT_SET = ".plan";

/** Plans stacks and keeps the plans as a set. */
export const planCommand = command({
  summary: "plan stacks and keep the plans as a set that can be rendered, reviewed and applied",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "what to plan; with --affected, what of it the change leads to",
    atLeast: 0,
  },
  options: {
    affected: {
      kind: "text",
      value: "<base>",
      summary: "plan only what synthesizes to something else than at this commit or branch",
    },
    rehearsal: {
      kind: "switch",
      summary: "plan on the rehearsal cloud, against what was rehearsed before",
    },
    out: {
      kind: "text",
      value: "<folder>",
      summary: `folder of the plan set (default: ${DEFAULT_SET})`,
    },
    parallel: { kind: "number", value: "<n>", summary: "stacks at a time (default: 2 to 4)" },
    "lock-timeout": {
      kind: "number",
      value: "<seconds>",
      summary: "how long another run may hold the lock of a state (default: 300)",
    },
    "fetch-terraform": {
      kind: "switch",
      summary: "fetch the pinned Terraform into .tools where the machine has none",
    },
  },
  more: [
    "The set holds saved plans and what they say in clear, secrets too: its files are closed to",
    "others, and nothing of them is printed but what a review may show. A stack that reads outputs",
    "of one that is not applied yet is blocked by it; that is no failure.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    if (operands.length === 0 && options.affected === undefined) {
      throw new UsageError("infra plan wants names of what to plan, or --affected <base>");
    }
    if (options.affected === "") {
      throw new UsageError("infra plan: --affected must name a commit or branch, got nothing");
    }
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { makePlanSet } = await import("../plan/make.ts");
    const { env, talk, print, ask } = context;
    const project = context.project();
    const terraform = await obtainTerraform({
      env,
      tools: project.tools,
      mayFetch: options["fetch-terraform"] || env["GROUNDPLAN_FETCH_TERRAFORM"] === "1",
      talk,
      ...(ask && { ask }),
    });
    const out = options.out
      ? resolve(context.folder, options.out)
      : join(project.root, DEFAULT_SET);
    const manifest = await makePlanSet({
      project,
      terraform,
      names: operands,
      env,
      command: context.typed,
      talk,
      rehearsal: options.rehearsal,
      out,
      now: () => new Date(),
      ...(options.affected !== undefined && { affected: options.affected }),
      ...(options.parallel && { parallel: options.parallel }),
      ...(options["lock-timeout"] && { lockSeconds: options["lock-timeout"] }),
    });
    const { renderSet } = await import("../plan/render-set.ts");
    const colour = context.terminal && !env["NO_COLOR"];
    const { rendered, review } = renderSet(out, { format: "terminal", colour });
    const { summaryOf } = await import("../plan/summary.ts");
    print(json ? JSON.stringify(summaryOf(out, manifest, review), null, 2) : rendered.text);
    return review.stacks.some(({ result }) => result === "failed" || result === "stopped") ? 1 : 0;
  },
});
