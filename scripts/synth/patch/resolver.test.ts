// @module-tag long
import {
  DefaultTokenResolver,
  Fn,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Lazy,
  StringConcat,
  Token,
  type TokenizedStringFragments,
} from "cdktf";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { freshCdktf } from "../testing/fresh-cdktf.ts";
import { createScopes, RESOLVER, tokenTrees } from "../testing/token-trees.ts";
import { resolveFast } from "./resolver.mjs";

type Resolve = (value: unknown, preparing: boolean) => unknown;

const scopes = createScopes();
const stock = freshCdktf().internals;
const fast = freshCdktf().internals;
const settled = resolveFast(fast);

const resolveWith =
  ({ resolve }: typeof stock): Resolve =>
  (value, preparing) =>
    resolve.resolve(value, { scope: scopes.own, preparing, resolver: RESOLVER });

/** What resolving ends in: a value, or the words of an error. */
function outcome(resolve: Resolve, value: unknown, preparing: boolean): unknown {
  try {
    return { value: resolve(value, preparing) };
  } catch (error) {
    return { error: wordsOf(error) };
  }
}

/** Creation stacks name where the test made its tokens, which is not what is compared. */
function wordsOf(error: unknown): string {
  return (error as Error).message.replace(/\nObject creation stack:[\s\S]*/g, "");
}

/** Notes which of its methods are called. */
class NotingResolver extends DefaultTokenResolver {
  readonly seen: string[];

  constructor(seen: string[]) {
    super(new StringConcat());
    this.seen = seen;
  }

  override resolveToken(token: IResolvable, context: IResolveContext, after: IPostProcessor) {
    this.seen.push("token");
    return super.resolveToken(token, context, after);
  }

  override resolveString(parts: TokenizedStringFragments, context: IResolveContext) {
    this.seen.push("string");
    return super.resolveString(parts, context);
  }

  override resolveList(list: string[], context: IResolveContext) {
    this.seen.push("list");
    return super.resolveList(list, context);
  }

  override resolveMap(map: Record<string, unknown>, context: IResolveContext) {
    this.seen.push("map");
    return super.resolveMap(map, context);
  }
}

beforeAll(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

describe("the fast resolver", () => {
  it("ends as the original does, in a value or in the same error, for any tree of tokens", () => {
    let errors = 0;
    fc.assert(
      fc.property(tokenTrees(scopes), fc.boolean(), (tree, preparing) => {
        const expected = outcome(resolveWith(stock), tree, preparing);
        if ("error" in (expected as object)) errors += 1;
        expect(outcome(resolveWith(fast), tree, preparing)).toStrictEqual(expected);
      }),
      { numRuns: 2500 },
    );
    expect(errors).toBeGreaterThan(50);
  });

  it("knows when what is resolved would be resolved to itself", () => {
    fc.assert(
      fc.property(tokenTrees(scopes), (tree) => {
        settled.forget();
        const once = outcome(resolveWith(fast), tree, false);
        fc.pre("value" in (once as object) && settled.holds());
        const { value } = once as { value: unknown };
        expect(outcome(resolveWith(stock), value, false)).toEqual({ value });
      }),
      { numRuns: 2000 },
    );
  });

  it("names the path of the property that cannot be resolved", () => {
    const wrong = { rules: [{ ok: 1 }, { handler: () => 1 }] };
    expect(() => resolveWith(fast)(wrong, false)).toThrow(/\/rules\/1\/handler/);
  });

  it("says that a tree is circular as the original says it", () => {
    const tree: Record<string, unknown> = {};
    tree["self"] = tree;
    expect(outcome(resolveWith(fast), tree, false)).toEqual(
      outcome(resolveWith(stock), tree, false),
    );
  });

  it("hands a resolver of the user's the same tokens, lists and maps", () => {
    const tree = {
      list: Token.asList(Fn.split(",", "a,b")),
      map: Token.asStringMap({ a: "b" }),
      text: `x${Token.asString(Lazy.stringValue({ produce: () => "y" }))}`,
    };
    const calls = [stock, fast].map((internals) => {
      const seen: string[] = [];
      const noting = new NotingResolver(seen);
      internals.resolve.resolve(tree, { scope: scopes.own, preparing: false, resolver: noting });
      return seen;
    });
    expect(calls[1]).toEqual(calls[0]);
    expect(new Set(calls[0])).toEqual(new Set(["token", "string", "list", "map"]));
  });
});
