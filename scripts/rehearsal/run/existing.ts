import { existsSync, readFileSync } from "node:fs";

/** The file that says what exists outside of a rehearsal cannot be understood. */
export class BadExisting extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(
      [
        ...problems.map((problem) => `${file}: ${problem}`),
        'it must be an object: the id of each thing, and what it is: {"vpc-...": "the office"}',
      ].join("\n"),
    );
    this.name = "BadExisting";
  }
}

/**
 * Ids, names and ARNs of what exists though no stack makes it, so that a rehearsal does not refuse
 * a reference to it: `environments/<environment>/existing.json`. None where there is no file.
 *
 * @throws BadExisting with all problems at once
 */
export function readExisting(file: string): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BadExisting(file, [`is no JSON: ${(error as Error).message}`]);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new BadExisting(file, ["must be an object"]);
  }
  const problems = Object.entries(json).flatMap(([id, what]) =>
    id !== "" && typeof what === "string" && what.trim() !== ""
      ? []
      : [`${id === "" ? "an empty id" : id} must say what it is, got ${JSON.stringify(what)}`],
  );
  if (problems.length > 0) throw new BadExisting(file, problems);
  return new Set(Object.keys(json));
}
