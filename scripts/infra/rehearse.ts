import { command, UsageError } from "./command.ts";

/** Deploys onto the rehearsal cloud: no account, no credentials, no network. */
export const rehearseCommand = command({
  summary:
    "deploy onto the rehearsal cloud: init, plan, apply and a second plan that must be empty",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "what to rehearse; what it reads from other stacks comes along",
    atLeast: 1,
  },
  options: {
    destroy: {
      kind: "switch",
      summary: "destroy what stands of it, and what only came along for it",
    },
    serve: {
      kind: "switch",
      summary: "keep the rehearsal cloud running for terraform and cdktf by hand, until Ctrl-C",
    },
    "all-types": {
      kind: "switch",
      summary: "answer with every type of the three providers, not only those in use (slow)",
    },
    port: {
      kind: "number",
      value: "<n>",
      summary: "with --serve: first of three ports, so that what a shell has exported stays good",
    },
    parallel: { kind: "number", value: "<n>", summary: "stacks at a time (default: 2 to 4)" },
    fault: {
      kind: "texts",
      value: "<kind>=<type|address>[:<n>]",
      summary: "let the cloud fail on purpose: throttle, timeout, not-found, unseen, crash, slow",
    },
    "fetch-terraform": {
      kind: "switch",
      summary: "fetch the pinned Terraform into .tools where the machine has none",
    },
    yes: { kind: "switch", summary: "answer every question with yes" },
  },
  more: [
    "Everything happens in .rehearsal: each stack is copied there with its own state, which stays",
    "for the next run. Nothing in the real backends or clouds is read or changed.",
    "GROUNDPLAN_FETCH_TERRAFORM=1 is --fetch-terraform; TERRAFORM_BINARY_NAME names a program.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    if (options.destroy && options.serve) {
      throw new UsageError("infra rehearse: --destroy and --serve exclude each other");
    }
    if (options.port !== undefined && !(options.serve && isPort(options.port))) {
      throw new UsageError(
        "infra rehearse: --port goes with --serve, and must be a whole number from 1024 to 65533",
      );
    }
    const { NoFault, parseFault } = await import("../rehearsal/provider/faults/fault.ts");
    const faults = options.fault.map((text) => {
      try {
        return parseFault(text);
      } catch (error) {
        throw error instanceof NoFault
          ? new UsageError(`infra rehearse: --fault ${error.message}`)
          : error;
      }
    });
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { env, talk, print, ask } = context;
    const project = context.project();
    const terraform = await obtainTerraform({
      env,
      tools: project.tools,
      mayFetch:
        options["fetch-terraform"] || options.yes || env["GROUNDPLAN_FETCH_TERRAFORM"] === "1",
      talk,
      ...(ask && { ask }),
    });
    const wish = {
      project,
      terraform,
      names: operands,
      env,
      command: context.typed,
      talk,
      // Moving lines are drawn where the data goes.
      terminal: context.terminal && !json,
      allTypes: options["all-types"],
      faults,
      ...(options.parallel && { parallel: options.parallel }),
      ...(options.port && { port: options.port }),
    };
    if (options.serve) {
      const { serve } = await import("../rehearsal/run/serve.ts");
      await serve(wish, print);
      return 0;
    }
    const report = options.destroy
      ? await (await import("../rehearsal/run/destroy.ts")).destroyRehearsal(wish)
      : await (await import("../rehearsal/run/rehearse.ts")).rehearse(wish);
    const { renderReport } = await import("../rehearsal/run/report.ts");
    const { succeeded } = await import("../rehearsal/run/result.ts");
    print(json ? JSON.stringify(report, null, 2) : renderReport(report));
    return report.stacks.every(({ ending }) => succeeded(ending)) ? 0 : 1;
  },
});

/** Three ports in a row, none that only root may use. */
function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1024 && port <= 65_533;
}
