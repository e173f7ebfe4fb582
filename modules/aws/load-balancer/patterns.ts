/**
 * Host and path patterns of listener rules: `*` stands for any characters, `?` for exactly one.
 */

/** What a route matches. An empty list matches everything. */
export interface Match {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
}

/** True when some text matches both patterns. */
export function overlap(a: string, b: string): boolean {
  return compare(a, b, (x, y, next) => {
    if (x === "*" || y === "*") return next(1, 0) || next(0, 1);
    return x !== undefined && y !== undefined && meets(x, y) && next(1, 1);
  });
}

/** True when `outer` matches every text that `inner` matches. */
export function covers(outer: string, inner: string): boolean {
  return compare(outer, inner, (x, y, next) => {
    if (x === "*") return next(1, 0) || (y !== undefined && next(0, 1));
    return y !== "*" && y !== undefined && (x === y || x === "?") && next(1, 1);
  });
}

/** What two patterns have at the present place, and a way to ask about a place further on. */
type Step = (
  x: string | undefined,
  y: string | undefined,
  next: (stepA: number, stepB: number) => boolean,
) => boolean;

/** Walks two patterns side by side. Every pair of places is looked at once. */
function compare(a: string, b: string, step: Step): boolean {
  const seen = new Map<number, boolean>();
  const at = (i: number, j: number): boolean => {
    if (i > a.length || j > b.length) return false;
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const result = step(a[i], b[j], (stepA, stepB) => at(i + stepA, j + stepB));
    seen.set(key, result);
    return result;
  };
  return at(0, 0);
}

function meets(x: string, y: string): boolean {
  return x === y || x === "?" || y === "?";
}

/** True when some request matches both. */
export function canMeet(a: Match, b: Match): boolean {
  return (
    hosts(a).some((x) => hosts(b).some((y) => overlap(x, y))) &&
    paths(a).some((x) => paths(b).some((y) => overlap(x, y)))
  );
}

/** True when every request that matches `inner` matches `outer` too: `inner` behind it is dead. */
export function takesAllOf(outer: Match, inner: Match): boolean {
  return (
    hosts(inner).every((x) => hosts(outer).some((y) => covers(y, x))) &&
    paths(inner).every((x) => paths(outer).some((y) => covers(y, x)))
  );
}

function hosts({ hosts }: Match): readonly string[] {
  return hosts.length > 0 ? hosts : ["*"];
}

function paths({ paths }: Match): readonly string[] {
  return paths.length > 0 ? paths : ["*"];
}
