import { resolve } from "node:path";
import { type Context, command, type Input, type OptionSpecs, UsageError } from "./command.ts";

/** The workflow that plans pull requests. */
const PLANNING = ".github/workflows/pull-request.yml";

const SYNTH_FIRST =
  "these states go where the commit that was applied keeps them: check it out, npx infra synth, and terraform init in each folder that is named below";

const OPTIONS = {
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
} as const satisfies OptionSpecs;

type Handing = Input<typeof OPTIONS>;

/** Passes plan sets from job to job. */
export const handoverCommand = command({
  summary: "pass a plan set to another job: signed, encrypted, and good for exactly one apply",
  operands: {
    name: "pack|open|locate|keep|recover|keys <what>",
    summary: "what to do, with which plan set, file, commit or folder",
    atLeast: 2,
    atMost: 2,
  },
  options: OPTIONS,
  more: [
    "pack --set <name> --commit <sha> --out <file> signs and encrypts a set; it prints the digest and,",
    "on GitHub, gives it to later jobs as the output digest.",
    "open --set --workflow --run --commit --digest --out <folder> opens it if all five are as wanted.",
    "locate <commit> finds what was reviewed of a commit that was merged on GitHub: the outputs request,",
    "commit, run and sets, which open wants. --workflow names the one that plans pull requests.",
    "keep <plan set> --out <file> encrypts what an apply has left on a machine that goes away: states that",
    "it could write nowhere, and logs. recover <file> brings them back, and says where the states belong.",
    "keys <folder> makes the four keys, one file each. They are read from the environment, never from",
    "arguments: GROUNDPLAN_HANDOVER_RECIPIENT and _SIGNING_KEY pack, _IDENTITY and _SIGNER open; with",
    "_FILE behind the name, the variable names a file.",
  ].join("\n"),
  async run(input, context) {
    const [verb = ""] = input.operands;
    const work = VERBS.get(verb);
    if (work) return work(input, context);
    const verbs = [...VERBS.keys()].join(", ");
    throw new UsageError(`infra handover: it must be one of ${verbs}; got ${verb}`);
  },
});

const VERBS = new Map<string, (input: Handing, context: Context) => Promise<number>>([
  ["pack", pack],
  ["open", open],
  ["locate", locate],
  ["keep", keep],
  ["recover", recover],
  ["keys", keys],
]);

/** Path of what is named, and of what is written. */
function pathsOf({ operands: [verb, what = ""], options: { out } }: Handing, { folder }: Context) {
  if (out === undefined) throw new UsageError(`infra handover ${verb} wants --out <path>`);
  return { path: resolve(folder, what), out: resolve(folder, out) };
}

async function pack(input: Handing, context: Context): Promise<number> {
  const { env, print, talk } = context;
  const { path, out } = pathsOf(input, context);
  const { packSet } = await import("../handover/handover.ts");
  const { jobOf } = await import("../handover/job.ts");
  const { giveOutputs } = await import("../handover/outputs.ts");
  const job = jobOf(env);
  const {
    set = "",
    commit = "",
    workflow = job.workflow ?? "",
    run = job.run ?? "",
  } = input.options;
  const bound = await packSet({ set: path, out, binding: { workflow, run, commit, set }, env });
  giveOutputs(env, { digest: bound.digest });
  talk(
    `infra: ${input.options.out} is good for the set ${set} at ${commit.slice(0, 10)} and nothing else`,
  );
  print(input.json ? JSON.stringify(bound, null, 2) : bound.digest);
  return 0;
}

async function open(input: Handing, context: Context): Promise<number> {
  const { env, print } = context;
  const { path, out } = pathsOf(input, context);
  const { openSet } = await import("../handover/handover.ts");
  const { set = "", commit = "", workflow = "", run = "", digest = "" } = input.options;
  const wanted = { workflow, run, commit, set, digest };
  const bound = await openSet({ file: path, out, wanted, env });
  print(input.json ? JSON.stringify(bound, null, 2) : bound.digest);
  return 0;
}

async function locate(input: Handing, { env, print, talk }: Context): Promise<number> {
  const { locateFor } = await import("../handover/locate-for.ts");
  const { operands, options } = input;
  const workflow = options.workflow ?? PLANNING;
  const located = await locateFor(env, operands[1]!, workflow, talk, () => new Date());
  print(JSON.stringify(located, null, 2));
  return 0;
}

async function keep(input: Handing, context: Context): Promise<number> {
  const { env, print, talk } = context;
  const { path: set, out } = pathsOf(input, context);
  const { keepLeft } = await import("../handover/left.ts");
  const files = await keepLeft({ project: context.project(), set, out, env });
  const states = files.filter((name) => name.endsWith(".tfstate"));
  if (states.length > 0) {
    talk(
      `infra: ${input.options.out} holds the only copy of ${states.join(", ")}: keep it, and bring it back with infra handover recover`,
    );
  }
  const text = files.join("\n") || "nothing was left here";
  print(input.json ? JSON.stringify(files, null, 2) : text);
  return 0;
}

async function recover({ operands, json }: Handing, context: Context): Promise<number> {
  const { env, folder, print, talk } = context;
  const { recoverLeft } = await import("../handover/left.ts");
  const recovered = await recoverLeft(resolve(folder, operands[1]!), context.project(), env);
  if (recovered.toDo.length > 0) talk(`infra: ${SYNTH_FIRST}`);
  for (const each of recovered.toDo) talk(`infra: ${each}`);
  print(json ? JSON.stringify(recovered, null, 2) : recovered.files.join("\n"));
  return 0;
}

async function keys({ operands, json }: Handing, { folder, print }: Context): Promise<number> {
  const { writeKeys } = await import("../handover/write-keys.ts");
  const names = await writeKeys(resolve(folder, operands[1]!));
  print(json ? JSON.stringify(names, null, 2) : names.join("\n"));
  return 0;
}
