import { testApp } from "@groundplan/core/testing/synth";
import {
  DefaultTokenResolver,
  Fn,
  type IResolvable,
  type IResolveContext,
  Lazy,
  ref,
  StringConcat,
  TerraformStack,
  Token,
} from "cdktf";
import fc from "fast-check";

/** A stack to resolve in, and one whose things are read from it: a reference to it crosses stacks. */
export function createScopes(): { own: TerraformStack; other: TerraformStack } {
  const app = testApp();
  return { own: new TerraformStack(app, "own"), other: new TerraformStack(app, "other") };
}

/** What cdktf resolves with. */
export const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Text that looks like parts of tokens and expressions, and is none. */
const TEXT = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "",
    "${",
    "}",
    "$${x}",
    "${upper(",
    ")}",
    "${aws_vpc.main.id}",
    "TfToken[",
    "${TfToken[",
    "#{TfToken[",
    "-1.5e+10",
    "some-e2e-test",
    "1e+289 -1e+289",
    'a "quoted" \\n line',
    "line\nbreak",
    "__proto__",
    "resolve",
    "String Map Token Value",
    "Any Map Token Value",
  ),
);

/** Every kind of token, over values that `inner` makes. */
function tokens(
  own: TerraformStack,
  other: TerraformStack,
  inner: fc.Arbitrary<unknown>,
): fc.Arbitrary<IResolvable> {
  const references = fc
    .tuple(fc.constantFrom(own, other, undefined), fc.constantFrom("aws_a.b.id", "data.c.d", "x"))
    .map(([stack, name]): IResolvable => ref(name, stack));
  // Inside a call, what looks like an expression is read in another way.
  const around = fc
    .tuple(TEXT, references, TEXT)
    .map(([before, token, after]) => `${before}${Token.asString(token)}${after}`);
  const calls = fc
    .tuple(fc.oneof(inner, around), inner)
    .chain(([a, b]) => fc.constantFrom([a], [a, b], { a, b }))
    .map((argument) => Token.asAny(Fn.jsonencode(argument)));
  const lazies = inner.map((value) => Lazy.anyValue({ produce: () => value }));
  const wrapped = inner.map((value) => Token.asAny(value));
  const flag = fc.constantFrom("suppressBraces", "ignoreEscapes", "warnEscapes", undefined);
  const flagged = fc
    .tuple(inner, flag, flag)
    .map(([value, a, b]) => new FlagToken([new FlagToken(value, a)], b));
  return fc.oneof(references, lazies, wrapped, calls, flagged);
}

/** A token of a user's own: tells the flags that it meets, sets one, and resolves what is in it. */
class FlagToken implements IResolvable {
  readonly creationStack: string[] = [];
  readonly value: unknown;
  readonly flag: "suppressBraces" | "ignoreEscapes" | "warnEscapes" | undefined;

  constructor(value: unknown, flag: FlagToken["flag"]) {
    this.value = value;
    this.flag = flag;
  }

  resolve(context: IResolveContext): unknown {
    const { suppressBraces, ignoreEscapes, warnEscapes, iteratorContext, preparing } = context;
    const met = [suppressBraces, ignoreEscapes, warnEscapes, iteratorContext, preparing].join();
    if (this.flag) context[this.flag] = true;
    else context.iteratorContext = "DYNAMIC_BLOCK";
    context.registerPostProcessor({ postProcess: (after) => ({ met, after }) });
    return [this.value, context.resolve(this.value)];
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** A token in each of the forms that cdktf hides one in. */
function hidden(token: fc.Arbitrary<IResolvable>): fc.Arbitrary<unknown> {
  return fc.oneof(
    token,
    token.map((each) => Token.asString(each)),
    token.map((each) => Token.asList(each)),
    token.map((each) => Token.asNumber(each)),
    token.map((each) => Token.asNumberList(each)),
    token.map((each) => Token.asStringMap(each)),
    token.map((each) => Token.asAnyMap(each)),
    token.map((each) => Token.asNumberMap(each)),
    fc.tuple(TEXT, token, TEXT).map(([a, each, b]) => `${a}${Token.asString(each)}${b}`),
    fc.tuple(TEXT, token).map(([a, each]) => `${a}${Token.asNumber(each)}`),
    fc.tuple(token, TEXT).map(([each, a]) => [...Token.asList(each), a]),
    fc.tuple(token, TEXT).map(([each, a]) => ({ [Token.asString(each)]: a })),
  );
}

/** Random trees with every kind of token in them, right and wrong ones. */
export function tokenTrees({ own, other }: ReturnType<typeof createScopes>): fc.Arbitrary<unknown> {
  const leaves = fc.oneof(
    { arbitrary: TEXT, weight: 4 },
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -123456789, new Date(0)),
  );
  const wrong = fc.constantFrom<unknown>(() => 1, own, Symbol.iterator);
  return fc.letrec<{ tree: unknown; value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaves,
      hidden(tokens(own, other, leaves)),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(TEXT, tie("value"), { maxKeys: 3 }),
      hidden(tokens(own, other, tie("value"))),
    ),
    tree: fc.oneof({ arbitrary: tie("value"), weight: 12 }, { arbitrary: wrong, weight: 1 }),
  })).tree;
}
