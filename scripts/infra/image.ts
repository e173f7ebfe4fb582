import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Where images of music-graph go, and which one an environment names. */
export const imageCommand = command({
  summary: "tell where images of music-graph go and run; set the digest that an environment names",
  operands: { name: "<environment>", summary: "where they run", atLeast: 1, atMost: 1 },
  options: {
    run: {
      kind: "text",
      value: "<digest>",
      summary: "write this digest into the environment's values: sha256:...",
    },
    back: { kind: "switch", summary: "write the digest there that was named before" },
  },
  more: [
    "In prod a change of the digest is the deployment: commit it, and let it be reviewed and applied.",
    "On GitHub the values are outputs of the step: builds, releases, machine, digest and so on.",
  ].join("\n"),
  async run({ operands, options, json }, { env, print, project }) {
    const [name = ""] = operands;
    const { run, back } = options;
    if (run !== undefined && back) {
      throw new UsageError("infra image: --run and --back exclude each other");
    }
    const { ENVIRONMENTS } = await import("@groundplan/environments/estate");
    const { imageAddress, imageOutputs } = await import("../image/address.ts");
    const { digestBefore, runDigest } = await import("../image/running-digest.ts");
    const { giveOutputs } = await import("../handover/outputs.ts");
    const address = imageAddress(ENVIRONMENTS, name);
    const { root } = project();
    const digest = back ? digestBefore(root, name) : run;
    const changed: Record<string, string> =
      digest === undefined ? {} : { digest, before: runDigest(root, name, digest) };
    const outputs = { ...imageOutputs(address), ...changed };
    giveOutputs(env, outputs);
    print(json ? JSON.stringify(outputs, null, 2) : table(Object.entries(outputs)));
    return 0;
  },
});
