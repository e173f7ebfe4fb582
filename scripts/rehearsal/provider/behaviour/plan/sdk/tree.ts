/**
 * Something at named places below each other. The older library writes a resource as texts by
 * dotted names (`rule.0.port`); here each name is a step, so that a key may hold a dot itself.
 */
export class Tree<Own> {
  own: Own | undefined;
  readonly kids: Map<string, Tree<Own>> = new Map();

  /** @param own what stands at the root */
  constructor(own?: Own) {
    this.own = own;
  }

  /** What stands at a child. */
  at(name: string): Own | undefined {
    return this.kids.get(name)?.own;
  }

  /** Puts something at a child. */
  put(name: string, own: Own): void {
    this.hang(name, new Tree(own));
  }

  /** Hangs a tree below; one in which nothing stands is left out. */
  hang(name: string, kid: Tree<Own> | undefined): void {
    if (kid && (kid.own !== undefined || kid.kids.size > 0)) this.kids.set(name, kid);
  }

  /** Does anything below the root, or the root itself, satisfy it? `name` is the last step. */
  some(test: (own: Own, name: string) => boolean, name = ""): boolean {
    if (this.own !== undefined && test(this.own, name)) return true;
    for (const [key, kid] of this.kids) if (kid.some(test, key)) return true;
    return false;
  }

  /** The same places with other things; where the result is undefined, nothing stands. */
  map<Other>(convert: (own: Own) => Other | undefined): Tree<Other> {
    const mapped = new Tree<Other>(this.own === undefined ? undefined : convert(this.own));
    for (const [name, kid] of this.kids) mapped.hang(name, kid.map(convert));
    return mapped;
  }
}

/** Where a tree of a list, set or map says how many there are. */
export const COUNT = "#";
