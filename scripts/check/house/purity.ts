import ts from "typescript";
import { type Finding, findingAt, isTest, nodesOf, type Rule, type Source } from "./source.ts";

/** Where the same input must give the same bytes. */
const PURE = /^(modules|apps|environments)\/(?!main\.ts$)/;

/** What may be imported of built-in modules: what only computes. */
const ALLOWED_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash", "X509Certificate"],
  "node:net": ["isIP", "isIPv4", "isIPv6"],
  "node:url": ["domainToASCII"],
};

/**
 * Files of the tools that may look at the environment, the clock and the dice: those that people and
 * programs start, which hand them on, and these.
 */
export const WORLDLY: Readonly<Record<string, string>> = {
  "scripts/bench/": "a bench measures, and draws its cases",
  "scripts/check/": "a check starts other programs, as the shell around it has them",
  "scripts/parts/parts.ts": "the one place that says what this machine has",
  "scripts/backup/bench.ts": "a bench",
  "scripts/rehearsal/learn/provider/client.ts": "a deadline of gRPC is a time of day",
  "scripts/rehearsal/provider/store/journal.ts": "the name of a store is never made twice",
  "scripts/rehearsal/run/lock.ts": "a lock says since when it is held",
  "scripts/rehearsal/run/states/": "a password, and the lineage of a state that was lost",
  "scripts/synth/patch/": "switched off by a variable before anything is loaded",
  "scripts/synth/snapshot/build.mjs": "a name that no other process takes",
  "scripts/synth/run/opened.mjs": "what a snapshot starts with, as main.mjs does elsewhere",
  "scripts/synth/synthesize.mjs": "cdktf starts it without an argument",
};

/** What is forbidden in the tools too. How long something took is theirs to tell. */
const HANDED_ON = ["process.env", "Date.now", "Math.random", "crypto.randomUUID"];

/** Expressions that look at the world. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  "process.env": "take it as a prop",
  "process.cwd": "take it as a prop",
  "Date.now": "synth has no clock",
  "Math.random": "synth has no dice; use hashedName",
  "crypto.randomUUID": "synth has no dice; use hashedName",
  "performance.now": "synth has no clock",
};

/**
 * No clock, random, file, network or environment variable in modules, apps and environments; in
 * scripts no clock, random or environment variable but in the files that are started.
 */
export const purity: Rule = (source) => {
  const { path } = source;
  if (isTest(path) || /\/example\//.test(path)) return [];
  if (PURE.test(path)) return nodesOf(source).flatMap((node) => worldAt(source, node));
  if (!path.startsWith("scripts/") || isStarted(path)) return [];
  return nodesOf(source).flatMap((node) => handedOnAt(source, node));
};

/** True for a file that is started, or that has a reason of its own. */
function isStarted(path: string): boolean {
  return (
    /^scripts\/infra\/[\w-]+\.ts$|\/cli\.ts$|-app\.mjs$|\/main\.mjs$|\/bin\.mjs$/.test(path) ||
    Object.keys(WORLDLY).some((place) => path.startsWith(place))
  );
}

/** What a tool is given by the file that was started. */
function handedOnAt(source: Source, node: ts.Node): Finding[] {
  const text = node.getText(source.tree);
  const found =
    (ts.isPropertyAccessExpression(node) && HANDED_ON.includes(text)) ||
    (ts.isNewExpression(node) && text === "new Date()") ||
    (ts.isCallExpression(node) && text === "randomUUID()");
  return found
    ? [findingAt(source, node, `${text} is not allowed here: take it from who calls`)]
    : [];
}

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
