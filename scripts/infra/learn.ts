import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** Makes the rehearsal's data of a provider anew, by asking the provider itself. */
export const learnCommand = command({
  summary: "ask a provider's program how it behaves, and write the rehearsal's data files of it",
  operands: {
    name: "<provider binary>",
    summary: "a file that is called terraform-provider-<name>_v<version>...",
    atLeast: 1,
    atMost: 1,
  },
  options: {
    types: {
      kind: "text",
      value: "<regex>",
      summary: "ask only about the resource types that match (the others get no facts)",
    },
    out: {
      kind: "text",
      value: "<folder>",
      summary: "where to write (default: scripts/rehearsal/providers/data)",
    },
  },
  more: [
    "The program runs without network and without an account: it is asked to validate and to plan,",
    "never to create. What was learned is kept in .cache/learn by its checksum, so that a run that",
    "was interrupted goes on where it was. All types of the AWS provider take about ten minutes.",
  ].join("\n"),
  async run({ operands, options, json }, { project, folder, talk, print, terminal }) {
    const { describeBinary, checksumOf } = await import("../rehearsal/learn/binary.ts");
    const file = resolve(folder, operands[0]!);
    const binary = describeBinary(file);
    if (!binary || !existsSync(file)) {
      throw new UsageError(
        `infra learn: ${operands[0]} must be a provider's program, terraform-provider-<name>_v<version>`,
      );
    }
    const { Session } = await import("../rehearsal/learn/provider/session.ts");
    const { Notes } = await import("../rehearsal/learn/notes.ts");
    const { learn, packLearned } = await import("../rehearsal/learn/learn.ts");
    const { writeWhole } = await import("../rehearsal/learn/write.ts");
    const { root } = project();
    const out = options.out
      ? resolve(folder, options.out)
      : join(root, "scripts/rehearsal/providers/data");
    const notes = new Notes(join(root, ".cache/learn"), await checksumOf(file));
    const session = await Session.open(file, binary.name);
    try {
      const types = matching(Object.keys(session.schemas.resources), options.types);
      talk(`asking ${binary.name} ${binary.version} about ${types.length} resource types`);
      const every = terminal ? 1 : 100;
      const learned = await learn({
        session,
        notes,
        types,
        progress(done, type) {
          if (done % every === 0) talk(`${done} of ${types.length}: ${type}`);
        },
      });
      const { index, body } = packLearned(binary, session, learned);
      writeWhole(join(out, `${binary.name}.ndjson.gz`), body);
      writeWhole(join(out, `${binary.name}.index.json`), `${JSON.stringify(index)}\n`);
      const asked = Object.keys(learned.facts).length;
      const result = { ...binary, out, asked, crashes: session.crashes };
      if (json) print(JSON.stringify(result, null, 2));
      else print(`learned ${asked} resource types of ${binary.name} ${binary.version} into ${out}`);
      return 0;
    } finally {
      session.close();
    }
  },
});

function matching(types: readonly string[], pattern: string | undefined): string[] {
  if (pattern === undefined) return [...types].sort();
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    throw new UsageError(`infra learn: --types must be a regular expression, got ${pattern}`);
  }
  const found = types.filter((type) => expression.test(type)).sort();
  if (found.length === 0) throw new UsageError(`infra learn: no resource type matches ${pattern}`);
  return found;
}
