/** What somebody wants to do, as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource?: string;
  /** Condition keys that the call carries. A key without a value is no key. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
}

/** A policy document as the modules write it. */
export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * Judges a call as IAM does, with the part of its language that our policies use; the real simulator is
 * online only. Throws for what it does not know: a guess would be a false proof.
 */
export function allows({ Statement }: PolicyDocument, call: Call): boolean {
  return Statement.some((statement) => {
    if (statement.Effect !== "Allow") throw new Error(`unknown effect ${statement.Effect}`);
    return isMeant(statement, call);
  });
}

/** Every action that a policy speaks of, each once and sorted: all rights of a grant. */
export function actionsOf({ Statement }: PolicyDocument): string[] {
  return [...new Set(Statement.flatMap(({ Action }) => Action))].sort();
}

function isMeant({ Action, Resource, Condition = {} }: Statement, call: Call): boolean {
  const { resource } = call;
  return (
    Action.some((pattern) => glob(pattern).test(call.action)) &&
    (Resource === undefined || // A trust policy speaks of its own role.
      (resource !== undefined && Resource.some((pattern) => glob(pattern).test(resource)))) &&
    Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(([key, values]) => holds(operator, call.keys?.[key], values)),
    )
  );
}

function holds(
  operator: string,
  found: readonly string[] = [],
  wanted: readonly string[] = [],
): boolean {
  const isLike = (value: string) => wanted.some((pattern) => glob(pattern).test(value));
  switch (operator) {
    case "Null":
      return wanted.includes(String(found.length === 0));
    case "StringEquals":
      return found.length === 1 && wanted.includes(found[0]!);
    // To IAM the same as ArnLike: a pattern matches.
    case "ArnEquals":
      return found.length === 1 && isLike(found[0]!);
    // Both hold where there is no value: hence Null beside them.
    case "ForAllValues:StringEquals":
      return found.every((value) => wanted.includes(value));
    case "ForAllValues:StringLike":
      return found.every(isLike);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
