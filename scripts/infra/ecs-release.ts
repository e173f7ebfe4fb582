import { setTimeout } from "node:timers/promises";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Seconds between two looks at something that takes its time. */
const PAUSE_SECONDS = 10;

/** Releases of music-library on ECS. */
export const ecsReleaseCommand = command({
  summary:
    "release an image of music-library on ECS, or tell where its images go and who releases them",
  operands: { name: "<environment>", summary: "where it runs", atLeast: 1, atMost: 1 },
  options: {
    digest: { kind: "text", value: "<digest>", summary: "release this image: sha256:..." },
    back: { kind: "switch", summary: "it ran before: its migrations are not run" },
    minutes: {
      kind: "number",
      value: "<n>",
      summary: "how long it may wait in all before it sets back (default: 50)",
    },
  },
  more: [
    "Without --digest it tells where images go and as whom jobs act; on GitHub as outputs of the step.",
    "What fails is set back to what ran before. Calls AWS by its command line, with the credentials of",
    "the job: those of the role that releases.",
  ].join("\n"),
  async run({ operands: [name = ""], options, json }, { env, print, talk }) {
    const { digest, back, minutes = 50 } = options;
    if (back && digest === undefined)
      throw new UsageError("infra ecs-release: --back wants a --digest");
    if (!(minutes > 0)) throw new UsageError("infra ecs-release: --minutes must be more than 0");
    const { ENVIRONMENTS } = await import("@groundplan/environments/estate");
    const { releaseAddress, releaseOutputs } = await import("../ecs-release/address.ts");
    const { giveOutputs } = await import("../handover/outputs.ts");
    const address = releaseAddress(ENVIRONMENTS, name);
    if (digest === undefined) {
      const outputs = releaseOutputs(address);
      giveOutputs(env, outputs);
      print(json ? JSON.stringify(outputs, null, 2) : table(Object.entries(outputs)));
      return 0;
    }
    const { AwsCli } = await import("../ecs-release/aws.ts");
    const { release } = await import("../ecs-release/release.ts");
    const world = {
      aws: new AwsCli({ ...env, AWS_REGION: address.region, AWS_DEFAULT_REGION: address.region }),
      say: talk,
      pause: () => setTimeout(PAUSE_SECONDS * 1000),
      patience: { looks: Math.ceil((minutes * 60) / PAUSE_SECONDS) },
    };
    const { parameter } = address;
    const released = await release(world, { parameter, digest, isBack: back });
    giveOutputs(env, { ...released });
    print(json ? JSON.stringify(released, null, 2) : table(Object.entries(released)));
    return 0;
  },
});
