import { createHash } from "node:crypto";

/** Where a comment stands in the life of a pull request, and in which order one run gets there. */
const PHASES = {
  planning: 0,
  fork: 1,
  withheld: 1,
  planned: 1,
  superseded: 1,
  "apply-failed": 2,
  applied: 2,
} as const;

/** One of them. */
export type State = keyof typeof PHASES;

/**
 * What a comment says of itself to programs, hidden from readers. It is what makes it ours, together
 * with its author, and what tells an older one from a newer one. No version of any tool stands in it:
 * an upgrade must find what was written before.
 */
export interface Marker {
  /** Name of the estate, so that two in one repository have a comment each. */
  readonly app: string;
  /** Number of the pull request. */
  readonly request: string;
  /** Commit that was planned. */
  readonly head: string;
  readonly run: string;
  readonly attempt: number;
  /** When what it tells was so, in ISO 8601. */
  readonly at: string;
  readonly state: State;
  /** Digest of each plan set, by its name. */
  readonly sets: Readonly<Record<string, string>>;
}

/** A marker as found, with the checksum of what was written below it. */
export interface FoundMarker extends Marker {
  readonly sum: string;
}

const FORM =
  /^<!-- groundplan 1 app=([\w./-]+) request=(\d+) head=([0-9a-f]{40}) run=([\w-]+) attempt=(\d+) at=([\dTZ:.-]+) state=([a-z-]+) sets=([\w:,-]*) sum=([0-9a-f]{64}) -->\n/;

/** Puts a marker before a text. */
export function mark(marker: Marker, text: string): string {
  const { app, request, head, run, attempt, at, state } = marker;
  const sets = Object.entries(marker.sets).map(([name, digest]) => `${name}:${digest}`);
  const line = `<!-- groundplan 1 app=${app} request=${request} head=${head} run=${run} attempt=${attempt} at=${at} state=${state} sets=${sets.sort().join(",")} sum=${sumOf(text)} -->\n`;
  if (!FORM.test(line)) throw new Error(`this cannot be marked: ${line}`);
  return line + text;
}

/** The marker of a comment and the text below it; nothing where it has none. */
export function unmark(
  body: string,
): { readonly marker: FoundMarker; readonly text: string } | undefined {
  const whole = settle(body);
  const found = FORM.exec(`${whole}\n`);
  if (!found) return undefined;
  const [line, app, request, head, run, attempt, at, state, sets, sum] =
    found as unknown as string[];
  if (!Object.hasOwn(PHASES, state!)) return undefined;
  const marker = {
    app: app!,
    request: request!,
    head: head!,
    run: run!,
    attempt: Number(attempt),
    at: at!,
    state: state as State,
    sets: Object.fromEntries(
      sets!
        .split(",")
        .filter(Boolean)
        .map((each) => each.split(":")),
    ),
    sum: sum!,
  };
  return { marker, text: whole.slice(line!.length) };
}

/** True when the text below a marker is the one that was written there. */
export function isUntouched({
  marker,
  text,
}: {
  readonly marker: FoundMarker;
  readonly text: string;
}): boolean {
  return sumOf(text) === marker.sum;
}

/**
 * True when `one` tells of a later moment than `other`. Of two that tell of the same moment it is
 * always the same one, whoever asks: two runs must not correct each other for ever.
 */
export function isNewer(one: Marker, other: Marker): boolean {
  const order = ({ run, attempt, state, at }: Marker): readonly (number | string)[] =>
    one.run === other.run ? [attempt, PHASES[state], at] : [at, run];
  const [mine, theirs] = [order(one), order(other)];
  const differing = mine.findIndex((each, index) => each !== theirs[index]);
  return differing >= 0 && mine[differing]! > theirs[differing]!;
}

/** True when both tell the same, whichever attempt told it. */
export function tellsTheSame(one: FoundMarker, other: FoundMarker): boolean {
  const facts = ({ head, run, state, sum, sets }: FoundMarker) =>
    JSON.stringify([head, run, state, sum, sets]);
  return facts(one) === facts(other);
}

/** Checksum of a text, whatever a forge makes of its line ends. */
export function sumOf(text: string): string {
  return createHash("sha256").update(settle(text)).digest("hex");
}

function settle(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}
