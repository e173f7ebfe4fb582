import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type EdgeRules, viewerRequestCode } from "../../../modules/aws/static-site/index.ts";

/** The event as the Developer Guide has it ("CloudFront Functions event structure"), and what a function may ask. */
const EVENT = `
interface Value { value: string }
interface Query extends Value { multiValue?: Value[] }
interface CloudFrontRequest {
  method: string;
  uri: string;
  querystring: Record<string, Query>;
  headers: Partial<Record<string, Value>>;
  cookies: Record<string, Value>;
}
interface CloudFrontResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, Value>;
}
interface CloudFrontEvent { version: "1.0"; request: CloudFrontRequest }
declare module "cloudfront" {
  const cf: { kvs(id?: string): { get(key: string): Promise<string> } };
  export default cf;
}
declare module "crypto" {
  interface Hash { update(text: string): Hash; digest(encoding: "hex" | "base64"): string }
  export function createHash(algorithm: "md5" | "sha1" | "sha256"): Hash;
}
`;

const OPTIONS: ts.CompilerOptions = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: true,
  noImplicitAny: false,
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // Nothing of browsers and of Node: neither is there at the edge.
  lib: ["lib.es2020.d.ts"],
  types: [],
};

const ROUTINGS = ["folders", "html-files", "single-page"] as const;
const EVERY: EdgeRules[] = ROUTINGS.flatMap((routing) =>
  [false, true].map((asks) => ({
    routing,
    asks,
    home: "www.example.com",
    redirected: ["example.com"],
  })),
);

/** What the compiler finds in functions, by the name of each; one program reads the language's types once. */
function typeErrors(codes: Readonly<Record<string, string>>): string[] {
  const files = new Map(
    Object.entries(codes).map(([name, code]) => [`${name}.js`, `${annotated(code)}export {};\n`]),
  ).set("event.d.ts", EVENT);
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, version)
      : ts.createSourceFile(name, text, version);
  };
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], OPTIONS, host))
    .map(({ file, messageText }) => {
      return `${file?.fileName} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

/** Says of the handler what it takes and gives, where the compiler reads it. */
function annotated(code: string): string {
  const either = "CloudFrontRequest | CloudFrontResponse";
  return code.replace(/(async )?function handler/, (found, isAsync) => {
    const given = isAsync ? `Promise<${either}>` : either;
    return `/** @param {CloudFrontEvent} event @returns {${given}} */\n${found}`;
  });
}

/** Syntax that the runtime does not take: it is no more than ECMAScript 5.1 with a list of exceptions. */
const REFUSED: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.ArrayBindingPattern,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ObjectBindingPattern,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.SpreadElement,
];

function refusedSyntax(code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (REFUSED.includes(node.kind)) found.push(ts.SyntaxKind[node.kind]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("f.js", code, ts.ScriptTarget.ESNext));
  return found;
}

describe("the function at the edge", () => {
  it("fits the event that CloudFront documents, in all its forms, and a misspelt field is seen", () => {
    const codes = Object.fromEntries(EVERY.map((each, at) => [`f${at}`, viewerRequestCode(each)]));
    const wrong = codes["f0"]!.replace("request.uri = file", "request.url = file");
    expect(typeErrors({ ...codes, wrong })).toEqual([
      "wrong.js Property 'url' does not exist on type 'CloudFrontRequest'.",
    ]);
  });

  it.each(EVERY)("keeps to what the runtime knows, and to 10 KB: $routing, $asks", (settings) => {
    const code = viewerRequestCode(settings);
    expect(refusedSyntax(code)).toEqual([]);
    expect(Buffer.byteLength(code)).toBeLessThan(4096);
    // Terraform would fill in something of its own.
    expect(code).not.toMatch(/[$%]\{/);
  });

  it("is seen where it does not", () => {
    const newer = "class A {}\nfor (const a of []) { const { b } = a; f({ b, ...a }); }";
    expect(refusedSyntax(newer)).toEqual([
      "ClassDeclaration",
      "ForOfStatement",
      "ObjectBindingPattern",
      "ShorthandPropertyAssignment",
      "SpreadAssignment",
    ]);
  });
});

describe("the README", () => {
  it("makes the hash that the function looks up, of a long password too", () => {
    const readme = new URL("../../../modules/aws/static-site/README.md", import.meta.url);
    const [, recipe = ""] =
      /`(printf 'Basic .*sha256sum)`/.exec(readFileSync(readme, "utf8")) ?? [];
    const known = `user:${"long".repeat(30)}`;
    const command = recipe.replace("user:password", known);
    expect(command).not.toBe(recipe);
    const header = `Basic ${Buffer.from(known).toString("base64")}`;
    const hash = createHash("sha256").update(header).digest("hex");
    expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe(`${hash}  -\n`);
  });
});
