import { resolve } from "node:path";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Days that an asset stays which no release has any more. */
const KEEP_DAYS = 7;

/** Publishes the files of a static site. */
export const publishCommand = command({
  summary:
    "publish the files of a static site: assets first, pages after them, edges forget what changed",
  operands: { name: "<folder>", summary: "what the build wrote", atLeast: 1, atMost: 1 },
  options: {
    bucket: { kind: "text", value: "<name>", summary: "the site's bucket" },
    distribution: { kind: "text", value: "<id>", summary: "the site's distribution at CloudFront" },
    asset: {
      kind: "texts",
      value: "<path>",
      summary: "files whose names change with what is in them (default: /assets/*)",
    },
    type: {
      kind: "texts",
      value: "<ending>=<type>",
      summary: "a type that is not known: stl=model/stl",
    },
    "keep-days": {
      kind: "number",
      value: "<n>",
      summary: `days that assets stay which no release has any more (default: ${KEEP_DAYS})`,
    },
    everything: { kind: "switch", summary: "write every file, and let edges forget it" },
    "dry-run": { kind: "switch", summary: "tell what would be done, and do nothing" },
  },
  more: [
    "The contract of a stack with a static site tells bucket, distribution and assets: infra output <stack>.",
    "Credentials are those of the AWS command line, which must be on PATH.",
  ].join("\n"),
  async run({ operands, options, json }, { env, folder, print, talk }) {
    const [given = ""] = operands;
    const { bucket, distribution, "keep-days": keepDays = KEEP_DAYS } = options;
    if (!bucket || !distribution) {
      throw new UsageError("infra publish: --bucket and --distribution say where the site is");
    }
    const { publish } = await import("../site/publish.ts");
    const { AwsStore } = await import("../site/aws-store.ts");
    const { filesIn } = await import("../site/site-folder.ts");
    const build = resolve(folder, given);
    const plan = await publish({
      release: {
        files: filesIn(build),
        assets: options.asset.length > 0 ? options.asset : ["/assets/*"],
        types: typesOf(options.type),
        keepDays,
        now: new Date(),
      },
      store: new AwsStore({ folder: build, bucket, distribution, env }),
      talk,
      isDry: options["dry-run"],
      everything: options.everything,
    });
    const { published: _, ...done } = plan;
    const paths = Object.entries(done).map(
      ([what, each]) =>
        [what, each.map((one) => (typeof one === "string" ? one : one.path))] as const,
    );
    print(
      json
        ? JSON.stringify(Object.fromEntries(paths), null, 2)
        : table(paths.map(([what, each]) => [what, String(each.length)])),
    );
    return 0;
  },
});

function typesOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((each) => {
      const [, ending, type] = /^\.?([\w]+)=([\w.+-]+\/[\w.+-]+.*)$/.exec(each) ?? [];
      if (!ending || !type) {
        throw new UsageError(`infra publish: --type must be like stl=model/stl, got ${each}`);
      }
      return [ending.toLowerCase(), type];
    }),
  );
}
