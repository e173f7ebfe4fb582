import { type Finding, must, reasonGiven } from "@groundplan/core/problems";

/** A finding for every key of `value` that is not one of `known`. */
export function unknownKeys(prefix: string, value: object, known: readonly string[]): Finding[] {
  const others = Object.keys(value).filter((key) => !known.includes(key));
  return others.map((key) => {
    const isSecret = /pass|secret|token|key/i.test(key);
    const cure = isSecret ? "a secret never stands here: name the variable that has it" : undefined;
    return must(false, `${prefix}${key}`, `be one of ${known.join(", ")}`, undefined, cure);
  });
}

/** The value is the name of an environment variable. It is not told: somebody may have pasted a secret. */
export function variableNamed(prop: string, name: string | undefined): Finding {
  const holds = name === undefined || /^[A-Z_][A-Z0-9_]*$/.test(name);
  return must(holds, prop, "be the name of an environment variable: SOURCE_PASSWORD");
}

/** What moves goes elsewhere, by what people call both places. Skips a source that is not named. */
export function elsewhere(
  kind: string,
  source: string | undefined,
  target: string | undefined,
): Finding {
  const prop = `${kind}.target`;
  return (
    source !== undefined && must(source !== target, prop, "be another than the source", target)
  );
}

/** Everything that may differ has a reason. */
export function differencesProblems(
  kind: string,
  differences: Readonly<Record<string, string>> = {},
): Finding[] {
  return Object.entries(differences).map(([name, reason]) =>
    reasonGiven(`${kind}.differences.${name}`, reason),
  );
}
