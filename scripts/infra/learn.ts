import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Context, command, UsageError } from "./command.ts";

/** Makes the rehearsal's data of a provider anew, by asking the provider itself. */
export const learnCommand = command({
  summary: "ask a provider's program how it behaves, and write the rehearsal's data files of it",
  operands: {
    name: "<provider binary>",
    summary: "a file that is called terraform-provider-<name>_v<version>...",
    atLeast: 0,
    atMost: 1,
  },
  options: {
    check: {
      kind: "switch",
      summary: "ask nothing; say whether the data belongs to the pinned providers' versions",
    },
    "keep-schemas": {
      kind: "switch",
      summary: "the program is of another version: keep the data's schemas, take over facts only",
    },
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
  async run({ operands, options, json }, context) {
    if (options.check) return check(context, json);
    return learnOf(operands[0], options, json, context);
  },
});

async function check({ project, print }: Context, json: boolean): Promise<number> {
  const { checkData } = await import("../rehearsal/learn/check.ts");
  const checked = checkData(project().root);
  const told = checked.map(({ cloud, version, learnedOf, problem }) => {
    return problem ?? `${cloud}: ${version}, facts learned of ${learnedOf}`;
  });
  print(json ? JSON.stringify(checked, null, 2) : told.join("\n"));
  return checked.some(({ problem }) => problem) ? 1 : 0;
}

/** What the options say. */
interface Wishes {
  readonly "keep-schemas": boolean;
  readonly types: string | undefined;
  readonly out: string | undefined;
}

async function learnOf(
  operand: string | undefined,
  options: Wishes,
  json: boolean,
  { project, folder, talk, print, terminal }: Context,
): Promise<number> {
  const { describeBinary, checksumOf } = await import("../rehearsal/learn/binary.ts");
  const file = resolve(folder, operand ?? "");
  const binary = describeBinary(file);
  if (!operand || !binary || !existsSync(file)) {
    throw new UsageError(
      `infra learn: ${operand ?? "the operand"} must be a provider's program, terraform-provider-<name>_v<version>`,
    );
  }
  const { Session } = await import("../rehearsal/learn/provider/session.ts");
  const { Notes } = await import("../rehearsal/learn/notes.ts");
  const { learn, packLearned, packMerged } = await import("../rehearsal/learn/learn.ts");
  const { unpack } = await import("../rehearsal/providers/unpack.ts");
  const { writeWhole } = await import("../rehearsal/learn/write.ts");
  const { root } = project();
  const standing = join(root, "scripts/rehearsal/providers/data");
  const out = options.out ? resolve(folder, options.out) : standing;
  const notes = new Notes(join(root, ".cache/learn"), await checksumOf(file));
  const session = await Session.open(file, binary.name);
  try {
    const types = matching(Object.keys(session.schemas.resources), options.types);
    talk(`asking ${binary.name} ${binary.version} about ${types.length} resource types`);
    const every = terminal ? 1 : 100;
    const progress = (done: number, type: string) => {
      if (done % every === 0) talk(`${done} of ${types.length}: ${type}`);
    };
    const learned = await learn({ session, notes, types, progress });
    const { index, body } = options["keep-schemas"]
      ? packMerged(binary, session, learned, unpack(standing, binary.name))
      : packLearned(binary, session, learned);
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
}

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
