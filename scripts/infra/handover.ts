import { resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** The workflow that plans pull requests. */
const PLANNING = ".github/workflows/pull-request.yml";

/** Passes plan sets from job to job. */
export const handoverCommand = command({
  summary: "pass a plan set to another job: signed, encrypted, and good for exactly one apply",
  operands: {
    name: "pack <plan set>|open <file>|locate <commit>|keys <folder>",
    summary: "what to do, with what",
    atLeast: 2,
    atMost: 2,
  },
  options: {
    set: { kind: "text", value: "<name>", summary: "which set of the run it is: prod" },
    workflow: {
      kind: "text",
      value: "<file>",
      summary: "workflow that makes it (pack: default is the one that runs)",
    },
    run: {
      kind: "text",
      value: "<number>",
      summary: "run that makes it (pack: default is the one that runs)",
    },
    commit: { kind: "text", value: "<sha>", summary: "whole commit that was planned" },
    digest: { kind: "text", value: "<digest>", summary: "open: digest that was reviewed" },
    out: { kind: "text", value: "<path>", summary: "file to write, or folder to open into" },
  },
  more: [
    "pack --set <name> --commit <sha> --out <file> signs and encrypts a set; it prints the digest and,",
    "on GitHub, gives it to later jobs as the output digest.",
    "open --set --workflow --run --commit --digest --out <folder> opens it if all five are as wanted.",
    "locate <commit> finds what was reviewed of a commit that was merged on GitHub: the outputs request,",
    "commit, run and sets, which open wants. --workflow names the one that plans pull requests.",
    "keys <folder> makes the four keys, one file each. They are read from the environment, never from",
    "arguments: GROUNDPLAN_HANDOVER_RECIPIENT and _SIGNING_KEY pack, _IDENTITY and _SIGNER open; with",
    "_FILE behind the name, the variable names a file.",
  ].join("\n"),
  async run({ operands, options, json }, { env, folder, print, talk }) {
    const [verb = "", what = ""] = operands;
    const path = resolve(folder, what);
    if (verb === "keys") {
      const { writeKeys } = await import("../handover/write-keys.ts");
      const names = await writeKeys(path);
      print(json ? JSON.stringify(names, null, 2) : names.join("\n"));
      return 0;
    }
    if (verb === "locate") {
      const { locateFor } = await import("../handover/locate-for.ts");
      const located = await locateFor(
        env,
        what,
        options.workflow ?? PLANNING,
        talk,
        () => new Date(),
      );
      print(JSON.stringify(located, null, 2));
      return 0;
    }
    if (verb !== "pack" && verb !== "open") {
      throw new UsageError(`infra handover: it must be pack, open, locate or keys, got ${verb}`);
    }
    const { out, set = "", commit = "", digest = "" } = options;
    if (out === undefined) throw new UsageError(`infra handover ${verb} wants --out <path>`);
    const { packSet, openSet } = await import("../handover/handover.ts");
    const { jobOf } = await import("../handover/job.ts");
    const job = verb === "pack" ? jobOf(env) : {};
    const { workflow = job.workflow ?? "", run = job.run ?? "" } = options;
    const binding = { workflow, run, commit, set };
    const target = resolve(folder, out);
    const bound =
      verb === "pack"
        ? await packSet({ set: path, out: target, binding, env })
        : await openSet({ file: path, out: target, wanted: { ...binding, digest }, env });
    if (verb === "pack") {
      const { giveOutputs } = await import("../handover/outputs.ts");
      giveOutputs(env, { digest: bound.digest });
      talk(`infra: ${out} is good for the set ${set} at ${commit.slice(0, 10)} and nothing else`);
    }
    print(json ? JSON.stringify(bound, null, 2) : bound.digest);
    return 0;
  },
});
