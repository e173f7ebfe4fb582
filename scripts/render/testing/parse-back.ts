import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect } from "vitest";
import { DATA_MARK } from "../../review/testing/arbitrary.ts";

/** What a document of ours is made of. */
const OURS = [
  "root",
  "heading",
  "paragraph",
  "text",
  "inlineCode",
  "code",
  "table",
  "tableRow",
  "tableCell",
  "list",
  "listItem",
  "strong",
  "blockquote",
  "html",
  "link",
];

/** The tags of a fold: the title is one line, in which data stands between code tags, escaped. */
const FOLD = /^(<details><summary>(?:[^<>\n]|<code>[^<>\n]*<\/code>)*<\/summary>|<\/details>)$/;

/** A parser of GitHub's Markdown finds our own structure in it, with data in code only. */
export function expectOwnStructure(markdown: string): void {
  for (const node of nodesOf(parsed(markdown))) {
    expect(OURS).toContain(node.type);
    if (node.type === "text") expect(node.value).not.toContain(DATA_MARK);
    if (node.type === "html") expect(node.value).toMatch(FOLD);
    if (node.type === "link") expect(node.url).toMatch(/^https:\/\/github\.com\/acme\//);
  }
}

/** The document as a parser of GitHub's Markdown sees it. */
export function parsed(markdown: string): Nodes {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** A node and all below it. */
export function nodesOf(node: Nodes): Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap(nodesOf) : [])];
}
