import ts from "typescript";
import { type Finding, findingAt, isTest, nodesOf, type Rule, type Source } from "./source.ts";

/** Folder names that say nothing of what is in them. */
const VAGUE_FOLDERS = /\/(utils?|helpers?|common|shared|lib|misc)\//;

/** Modules are made as `(scope, id, props)`; nothing lives in a folder that could hold anything. */
export const shape: Rule = (source) => [
  ...(VAGUE_FOLDERS.test(`/${source.path}`) && !source.path.startsWith("environments/shared/")
    ? [
        {
          at: source.path,
          message: "the folder's name says nothing: name it after what the code does",
        },
      ]
    : []),
  ...constructorFindings(source),
];

function constructorFindings(source: Source): Finding[] {
  if (!source.path.startsWith("modules/") || isTest(source.path)) return [];
  if (source.path.startsWith("modules/core/")) return [];
  return nodesOf(source)
    .filter(ts.isClassDeclaration)
    .filter((node) =>
      node.heritageClauses?.some((clause) => /extends Construct\b/.test(clause.getText())),
    )
    .filter((node) => !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword))
    .flatMap((node) => node.members.filter(ts.isConstructorDeclaration))
    .filter((node) => {
      const names = node.parameters
        .map((parameter) => parameter.name.getText(source.tree))
        .join(", ");
      return !/^\w+, (id|key), props$/.test(names);
    })
    .map((node) => findingAt(source, node, "a module is made as (scope, id, props)"));
}
