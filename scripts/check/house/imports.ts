import { dirname, join } from "node:path";
import ts from "typescript";
import { type Finding, findingAt, isTest, nodesOf, type Rule, type Source } from "./source.ts";

/** Parts of the repository and those they may import from. Imports run one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "modules/core": [],
  "modules/aws": ["modules/core"],
  "modules/google": ["modules/core"],
  "modules/cloudflare": ["modules/core"],
  apps: ["modules/core", "modules/aws", "modules/google", "modules/cloudflare"],
  environments: ["modules/core", "apps"],
  scripts: [
    "modules/core",
    "modules/aws",
    "modules/google",
    "modules/cloudflare",
    "apps",
    "environments",
  ],
};

/** Provider packages and the parts that may name them. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  "@cdktf/provider-aws": ["modules/aws", "apps", "environments", "scripts"],
  "@cdktf/provider-google": ["modules/google", "apps", "environments", "scripts"],
  "@cdktf/provider-cloudflare": ["modules/cloudflare", "apps", "environments", "scripts"],
};

/** Imports run one way, one cloud never names another, and providers are imported by resource. */
export const imports: Rule = (source) => {
  const part = partOf(source.path);
  return specifiersOf(source).flatMap(({ node, name }) =>
    [directionProblem(source.path, part, name), providerProblem(part, name)]
      .filter((problem) => problem !== undefined)
      .map((problem): Finding => findingAt(source, node, problem)),
  );
};

function directionProblem(
  path: string,
  part: string | undefined,
  name: string,
): string | undefined {
  const target = partOf(placeOf(path, name));
  if (!part || !target || target === part || MAY_IMPORT[part]!.includes(target)) return undefined;
  if (isTest(path) && part === "scripts") return undefined;
  return `${part} must not import ${target} (${name}); imports run core <- clouds <- apps <- environments <- scripts`;
}

function providerProblem(part: string | undefined, name: string): string | undefined {
  const provider = Object.keys(PROVIDERS).find((known) => name.startsWith(known));
  if (!provider || !part) return undefined;
  if (!PROVIDERS[provider]!.includes(part)) return `${part} must not name ${provider}`;
  if (!/\/lib\/[a-z0-9-]+\/index\.js$/.test(name)) {
    return `import '${provider}/lib/<resource>/index.js', not '${name}': the root loads thousands of files`;
  }
  return undefined;
}

/** The part of the repository that a file belongs to. */
function partOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((part) => path.startsWith(`${part}/`));
}

/**
 * Where an import leads, from the root of the repository. A file of another part of ours is named
 * without its end, `.ts` or `/index.ts`; what is not ours leads to its own name.
 */
export function placeOf(path: string, name: string): string {
  if (name.startsWith(".")) return join(dirname(path), name);
  return name.replace(/^@groundplan\/(\w+)/, (_, part: string) =>
    part in MAY_IMPORT ? part : `modules/${part}`,
  );
}

/** The names that a file imports from or exports again, and where it says so. */
export function specifiersOf(source: Source): { node: ts.Node; name: string }[] {
  return nodesOf(source).flatMap((node) => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    return specifier && ts.isStringLiteral(specifier) ? [{ node, name: specifier.text }] : [];
  });
}
