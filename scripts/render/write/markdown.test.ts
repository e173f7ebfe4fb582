import { describe, expect, it } from "vitest";
import type { Line } from "../document.ts";
import { nodesOf, parsed } from "../testing/parse-back.ts";
import { codeSpan, writeMarkdown } from "./markdown.ts";

const HOSTILE = [
  "`",
  "``",
  "a`b``c",
  " lead",
  "`x`",
  "|",
  "\\|",
  "\\\\|",
  "@acme/team",
  "#1",
  "GH-7",
  "0123456789abcdef0123",
  "https://evil.example/x",
  "www.evil.example",
  "<img src=x onerror=y>",
  "</details>",
  "<!--",
  "**bold**",
  "[a](http://b.c)",
  "two\nlines",
  "\u202eright",
  "\u200b",
  "",
];

describe("a code span", () => {
  it.each(HOSTILE)("holds %j and nothing but it, in a line and in a table", (text) => {
    const line: Line = ["before ", { code: text }, " after"];
    const inLine = writeMarkdown([{ kind: "paragraph", line }]);
    const inTable = writeMarkdown([{ kind: "table", head: ["a", "b"], rows: [[line, ["end"]]] }]);
    for (const markdown of [inLine, inTable]) {
      const nodes = nodesOf(parsed(markdown));
      expect(nodes.filter(({ type }) => type === "inlineCode")).toHaveLength(1);
      const words = nodes.flatMap((each) => (each.type === "text" ? each.value.trim() : []));
      expect(words).toContain("before");
      expect(words).toContain("after");
      expect(nodes.map(({ type }) => type)).not.toContain("html");
      expect(nodes.map(({ type }) => type)).not.toContain("link");
    }
    const cells = nodesOf(parsed(inTable)).filter(({ type }) => type === "tableCell");
    expect(cells).toHaveLength(4);
  });

  it("writes out what controls or hides", () => {
    expect(codeSpan("a\nb\u202ec\u0000")).toBe("`a\\nb\\u202ec\\u0000`");
  });
});

describe("a fence", () => {
  it("is longer than any run of backticks in it", () => {
    const lines = [
      { mark: "+", text: "````" } as const,
      { mark: "-", text: "</details>" } as const,
    ];
    const markdown = writeMarkdown([{ kind: "diff", lines }]);
    expect(markdown).toBe("`````diff\n+ ````\n- </details>\n`````\n");
    expect(nodesOf(parsed(markdown)).map(({ type }) => type)).toEqual(["root", "code"]);
  });
});

describe("words of ours", () => {
  it.each(["its key is not in for_each any more", "replace (destroy first)", "a · b, c; d: 5 %"])(
    "stay words: %s",
    (text) => {
      expect(writeMarkdown([{ kind: "paragraph", line: [text] }])).toBe(`${text}\n`);
    },
  );

  it.each(["_x_", "a *b*", "see #1", "by @team", "www.x.y", "at 0123456", "a://b"])(
    "get the code font where they could be more: %s",
    (text) => {
      expect(writeMarkdown([{ kind: "paragraph", line: [text] }])).toBe(`\`${text}\`\n`);
    },
  );
});

describe("a link", () => {
  it.each(["javascript:alert(1)", "http://a.b/c", "https://a.b/c)x", "https://a.b/ c"])(
    "is left out where it leads to %s",
    (to) => {
      const line: Line = [{ link: "name", to }];
      expect(writeMarkdown([{ kind: "paragraph", line }])).toBe("`name`\n");
    },
  );
});
