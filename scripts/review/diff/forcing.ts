import type { AttributeDiff } from "./attribute.ts";

/** The paths that force a replacement, as a plan writes them. */
export class Forcing {
  readonly #paths: readonly string[];

  constructor(paths: readonly (readonly (string | number)[])[] = []) {
    this.#paths = paths.map((path) => path.join(".")).filter((path) => path !== "");
  }

  /** True where a path forces, lies below one that does, or leads to one. */
  has(path: string): boolean {
    if (this.#paths.length === 0) return false;
    const plain = plainPath(path);
    return this.#paths.some((each) => touches(each, plain));
  }

  /** The paths that none of the differences tells of. */
  without(found: readonly AttributeDiff[]): string[] {
    const seen = found.filter(({ forces }) => forces).map(({ path }) => plainPath(path));
    return this.#paths.filter((each) => !seen.some((path) => touches(each, path)));
  }
}

function touches(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** `a["b"][0].c` as `a.b.0.c`. */
function plainPath(path: string): string {
  return path.replaceAll(/\[("?)([^\]]*?)\1\]/g, ".$2");
}
