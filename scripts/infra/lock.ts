import { resolve } from "node:path";
import type { LockOutcome } from "../provider-locks/make.ts";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Writes down which provider packages are the right ones. */
export const lockCommand = command({
  summary:
    "lock the providers: ask the registry for the packages of every platform, keep their hashes",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "lock only the providers of these",
    atLeast: 0,
  },
  options: {
    platform: {
      kind: "texts",
      value: "<os_arch>",
      summary: "instead of linux_amd64, linux_arm64, darwin_arm64, windows_amd64; may be repeated",
    },
    mirror: {
      kind: "text",
      value: "<folder|https://...>",
      summary: "ask this mirror instead of the registry",
    },
    "fetch-terraform": {
      kind: "switch",
      summary: "fetch the pinned Terraform into .tools where the machine has none",
    },
  },
  more: [
    "One lock for each set of providers goes to environments/locks/<terraform|tofu>, to be committed;",
    "synth copies it beside each stack. TERRAFORM_BINARY_NAME=tofu makes OpenTofu's.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { env, talk, print, ask, typed } = context;
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { makeLocks, PLATFORMS } = await import("../provider-locks/make.ts");
    const platforms = options.platform.length > 0 ? options.platform : PLATFORMS;
    const wrong = platforms.find((each) => !/^[a-z0-9]+_[a-z0-9]+$/.test(each));
    if (wrong) throw new UsageError(`--platform must be such as linux_amd64, got ${wrong}`);
    const project = context.project();
    const terraform = await obtainTerraform({
      env,
      tools: project.tools,
      mayFetch: options["fetch-terraform"] || env["GROUNDPLAN_FETCH_TERRAFORM"] === "1",
      talk,
      ...(ask && { ask }),
    });
    const locks = await makeLocks({
      project,
      terraform,
      env,
      command: typed,
      talk,
      names: operands,
      platforms,
      ...(options.mirror && { mirror: mirrorFrom(options.mirror, context.folder) }),
    });
    print(json ? JSON.stringify(locks, null, 2) : render(locks));
    return 0;
  },
});

function mirrorFrom(mirror: string, folder: string): string {
  return mirror.startsWith("https://") ? mirror : resolve(folder, mirror);
}

function render(locks: readonly LockOutcome[]): string {
  return table([
    ["providers", "lock", "file", "stacks"],
    ...locks.map(({ set, file, changed, stacks }) => [
      set,
      changed ? "written" : "unchanged",
      file,
      String(stacks.length),
    ]),
  ]);
}
