/** One state as it lies somewhere, whole. */
export interface Snapshot {
  /** The file's own text. */
  readonly text: string;
  /** Which history it belongs to. Two states of one lineage are the same thing at two times. */
  readonly lineage: string;
  /** Counts up with every write. */
  readonly serial: number;
  /** Addresses of the things in it, with their index: `aws_subnet.a`. */
  readonly resources: readonly string[];
  /** Names of its outputs. */
  readonly outputs: readonly string[];
}

interface StateFile {
  readonly version?: unknown;
  readonly lineage?: string;
  readonly serial?: number;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number }[];
  }[];
}

/** Something lies where a state should, and it is none. */
export class NotAState extends Error {
  constructor(where: string) {
    super(`${where}: what lies there is not a state of Terraform's; nothing was changed`);
    this.name = "NotAState";
  }
}

/**
 * Reads a state.
 *
 * @param where it lies, for the message
 * @throws NotAState when the text is cut off, damaged or something else
 */
export function readSnapshot(text: string, where: string): Snapshot {
  const file = parse(text, where);
  return {
    text,
    lineage: file.lineage ?? "",
    serial: file.serial ?? 0,
    resources: (file.resources ?? [])
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ module, type, name, instances }) =>
        instances.map(({ index_key }) => {
          const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
          return `${module ? `${module}.` : ""}${type}.${name}${index}`;
        }),
      ),
    outputs: Object.keys(file.outputs ?? {}),
  };
}

function parse(text: string, where: string): StateFile {
  try {
    const file: StateFile | null = JSON.parse(text);
    if (file?.version === 4 && Array.isArray(file.resources)) return file;
  } catch {
    // Said below, with the place.
  }
  throw new NotAState(where);
}

/** True when nothing stands in it, so that nothing is lost with it. */
export function isEmpty({ resources, outputs }: Snapshot): boolean {
  return resources.length === 0 && outputs.length === 0;
}

/** The same state before anything was made: same lineage, nothing in it. */
export function emptied({ text }: Snapshot): string {
  const file: StateFile = JSON.parse(text);
  return JSON.stringify({ ...file, resources: [], outputs: {}, check_results: null });
}

/**
 * What was lost on the way from one place to another; nothing when all of it arrived. The serial may
 * have counted up, and the program that wrote it may be another.
 */
export function lossOf(before: Snapshot, after: Snapshot): string | undefined {
  if (after.lineage !== before.lineage) {
    return `the lineage is ${after.lineage || "missing"} instead of ${before.lineage}`;
  }
  if (after.serial < before.serial) {
    return `the serial is ${after.serial}, before it was ${before.serial}`;
  }
  const missing = before.resources.filter((address) => !after.resources.includes(address));
  if (missing.length > 0) return `${missing.join(", ")} did not arrive`;
  return contentOf(before) === contentOf(after) ? undefined : "values differ";
}

/** Resources and outputs with their values, keys in one order. */
function contentOf({ text }: Snapshot): string {
  const { resources, outputs }: StateFile = JSON.parse(text);
  return JSON.stringify([resources, outputs], (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
