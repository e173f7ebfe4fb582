import ts from "typescript";
import { findingAt, nodesOf, type Rule, type Source } from "./source.ts";

/** Words that say nothing of the behaviour. */
const EMPTY_WORDS = /^.should\b|\b(works?|correctly|properly).$/i;

/** A test has a title that is a sentence about behaviour: one without a title passes unrun. */
export const titles: Rule = (source) => {
  if (!source.path.endsWith(".test.ts")) return [];
  return nodesOf(source)
    .filter(ts.isCallExpression)
    .filter((call) => isTestCall(call, source))
    .flatMap((call) => {
      const title = call.arguments[0];
      const named = title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title));
      if (!named || title.getText(source.tree).length <= 2) {
        return [findingAt(source, call, "a test without a title passes without running")];
      }
      return EMPTY_WORDS.test(title.getText(source.tree))
        ? [findingAt(source, call, `say what happens instead of ${title.getText(source.tree)}`)]
        : [];
    });
};

/** `it(...)`, `test(...)`, and what `it.each(...)` or `it.skipIf(...)` give back. */
function isTestCall(call: ts.CallExpression, source: Source): boolean {
  const callee = call.expression.getText(source.tree);
  if (/^(it|test)$/.test(callee)) return true;
  const given =
    ts.isCallExpression(call.expression) || ts.isTaggedTemplateExpression(call.expression);
  return given && /^(it|test)\.(each|skipIf|runIf|for)\b/.test(callee);
}
