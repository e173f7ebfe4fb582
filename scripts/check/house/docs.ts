import ts from "typescript";
import { type Finding, findingAt, isTest, nodesOf, type Rule, type Source } from "./source.ts";

/**
 * Every export says what it is; what modules take and environments choose says so of each of its props
 * too, and of an optional one its default.
 */
export const docs: Rule = (source) => {
  if (isTest(source.path) || /\/index\.ts$/.test(source.path)) return [];
  if (!/^(modules|apps|environments|scripts)\//.test(source.path)) return [];
  const exported = nodesOf(source).filter(isExported);
  const undocumented = exported
    .filter((node) => !hasDoc(node) && !isPropsOf(node))
    .map((node) => findingAt(source, node, `${nameOf(node)} is exported and has no doc comment`));
  const props = exported
    .filter(ts.isInterfaceDeclaration)
    .filter((node) => isTaken(source, node))
    .flatMap((node) => propFindings(source, node));
  return [...undocumented, ...props];
};

function propFindings(source: Source, props: ts.InterfaceDeclaration): Finding[] {
  return props.members.filter(ts.isPropertySignature).flatMap((member) => {
    if (isDiscriminant(member)) return [];
    const name = `${props.name.text}.${member.name.getText(source.tree)}`;
    if (!hasDoc(member)) return [findingAt(source, member, `${name} has no doc comment`)];
    const defaulted = ts.getJSDocTags(member).some((tag) => tag.tagName.text === "default");
    return member.questionToken && !defaulted && !name.endsWith(".overrides")
      ? [
          findingAt(
            source,
            member,
            `${name} is optional and has no @default: say what happens without it`,
          ),
        ]
      : [];
  });
}

/** True for what a module takes, and for what an environment chooses. */
function isTaken({ path }: Source, node: ts.InterfaceDeclaration): boolean {
  if (path.startsWith("scripts/")) return false;
  if (/^apps\/.*\/settings\.ts$/.test(path)) return true;
  const isProps = isPropsOf(node) && path.startsWith("modules/");
  return isProps || node.name.text.endsWith("Settings");
}

/** `kind: "s3"` says nothing that the interface's own sentence does not. */
function isDiscriminant({ name, type }: ts.PropertySignature): boolean {
  return name.getText() === "kind" && type !== undefined && ts.isLiteralTypeNode(type);
}

/** What a module takes needs no sentence of its own: the class and each prop have theirs. */
function isPropsOf(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) && node.name.text.endsWith("Props");
}

function isExported(node: ts.Node): node is ts.DeclarationStatement | ts.VariableStatement {
  const declares =
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isVariableStatement(node);
  return (
    declares && !!node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function hasDoc(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

function nameOf(node: ts.DeclarationStatement | ts.VariableStatement): string {
  return ts.isVariableStatement(node)
    ? node.declarationList.declarations[0]!.name.getText()
    : (node.name?.getText() ?? "default");
}
