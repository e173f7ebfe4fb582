import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { doingOf, isDestructive } from "../review/plan/action.ts";
import { DATA_MARK, plan, SECRET_MARK } from "../review/testing/arbitrary.ts";
import { type Format, render } from "./render.ts";
import { FROM, rendered, reviewed, stackOf } from "./testing/scene.ts";

const RUNS = 1000;

/** A failing plan is shown as it is: making it smaller takes longer than looking at it. */
const QUICK = { endOnFailure: true };
const formats = fc.constantFrom<Format>("comment", "summary", "terminal");

describe("any plan, rendered", { timeout: 120_000 }, () => {
  it("holds no byte of a secret, in no form", () => {
    fc.assert(
      fc.property(plan, formats, (generated, format) => {
        const { text } = rendered([stackOf(generated)], format);
        const unescaped = text.replaceAll("\\", "");
        for (const seen of [text, unescaped]) {
          expect(seen).not.toContain(SECRET_MARK);
          expect(seen).not.toContain(Buffer.from(SECRET_MARK).toString("hex"));
          for (const shift of [0, 1, 2]) {
            const encoded = Buffer.from(`${"_".repeat(shift)}${SECRET_MARK}`).toString("base64");
            expect(seen).not.toContain(encoded.slice(2, 8));
          }
        }
      }),
      { numRuns: RUNS, ...QUICK },
    );
  });

  it("is never larger than its budget, and names everything that goes where it says that it does", () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1500, max: 60_000 }), (generated, budget) => {
        const { review, secrets } = reviewed([stackOf(generated)]);
        const { text, whole } = render({ review, secrets, from: FROM, format: "comment", budget });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
        if (budget > 20_000) expect(whole).toBe(true);
        if (!whole) return;
        for (const each of generated.resource_changes!) {
          const doing = doingOf(each);
          if (doing && isDestructive(doing.action)) expect(text).toContain(`.${each.name}`);
        }
      }),
      { numRuns: RUNS, ...QUICK },
    );
  });

  it("is the same for the same plan", () => {
    fc.assert(
      fc.property(plan, formats, (generated, format) => {
        const again = JSON.parse(JSON.stringify(generated));
        expect(rendered([stackOf(again)], format).text).toBe(
          rendered([stackOf(generated)], format).text,
        );
      }),
      { numRuns: 100, ...QUICK },
    );
  });

  it("is taken by a parser of GitHub's Markdown for our own structure with data in code only", () => {
    fc.assert(
      fc.property(plan, (generated) => {
        const { text } = rendered([stackOf(generated)]);
        const tree = fromMarkdown(text, {
          extensions: [gfm()],
          mdastExtensions: [gfmFromMarkdown()],
        });
        for (const node of nodesOf(tree)) {
          expect(OURS).toContain(node.type);
          if (node.type === "text") expect(node.value).not.toContain(DATA_MARK);
          if (node.type === "html") expect(node.value).toMatch(FOLD);
          if (node.type === "link") expect(node.url).toMatch(/^https:\/\/github\.com\/acme\//);
        }
      }),
      { numRuns: 200, ...QUICK },
    );
  });

  it("cannot move the cursor of a terminal", () => {
    fc.assert(
      fc.property(plan, (generated) => {
        const { text } = rendered([stackOf(generated)], "terminal");
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 200, ...QUICK },
    );
  });
});

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

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap((child) => nodesOf(child)) : [])];
}
