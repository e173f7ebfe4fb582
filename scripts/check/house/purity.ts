import ts from "typescript";
import { type Finding, findingAt, isTest, nodesOf, type Rule, type Source } from "./source.ts";

/** Where the same input must give the same bytes. */
const PURE = /^(modules|apps|environments)\/(?!main\.ts$)/;

/** What may be imported of built-in modules: what only computes. */
const ALLOWED_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash"],
  "node:net": ["isIP", "isIPv4", "isIPv6"],
  "node:url": ["domainToASCII"],
};

/** Expressions that look at the world. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  "process.env": "take it as a prop",
  "process.cwd": "take it as a prop",
  "Date.now": "synth has no clock",
  "Math.random": "synth has no dice; use hashedName",
  "crypto.randomUUID": "synth has no dice; use hashedName",
  "performance.now": "synth has no clock",
};

/** No clock, random, file, network or environment variable in modules, apps and environments. */
export const purity: Rule = (source) => {
  if (!PURE.test(source.path) || isTest(source.path) || /\/example\//.test(source.path)) return [];
  return nodesOf(source).flatMap((node) => worldAt(source, node));
};

function worldAt(source: Source, node: ts.Node): Finding[] {
  if (ts.isPropertyAccessExpression(node)) {
    const cure = FORBIDDEN[node.getText(source.tree)];
    return cure
      ? [findingAt(source, node, `${node.getText(source.tree)} is not allowed here: ${cure}`)]
      : [];
  }
  if (ts.isNewExpression(node) && node.expression.getText(source.tree) === "Date") {
    return [findingAt(source, node, "new Date is not allowed here: synth has no clock")];
  }
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const name = node.moduleSpecifier.text;
    const allowed = ALLOWED_BUILTINS[name] ?? [];
    return name.startsWith("node:") && !namesOf(node).every((each) => allowed.includes(each))
      ? [findingAt(source, node, `${name} is not allowed here: facts come in as props`)]
      : [];
  }
  return [];
}

/** Names that an import takes; `*` for all of them. */
function namesOf({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return ["*"];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}
