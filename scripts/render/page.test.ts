import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { launch } from "../parts/browser.ts";
import { missing } from "../parts/parts.ts";
import { Viewer } from "./testing/page.ts";
import { nodesOf, parsed } from "./testing/parse-back.ts";

const GOLDEN = fileURLToPath(new URL("golden/", import.meta.url));
const files = readdirSync(GOLDEN).filter((name) => name.endsWith(".md"));

describe.skipIf(missing("chromium"))("a comment on a real page", () => {
  const browser = launch();
  let viewer: Viewer;
  beforeAll(async () => {
    viewer = await Viewer.start(browser());
  });

  it.each(files)(
    "holds its folds, fences and tables, and reaches for nothing: %s",
    async (name) => {
      const markdown = readFileSync(`${GOLDEN}${name}`, "utf8");
      const seen = await viewer.look(markdown);
      const fences = nodesOf(parsed(markdown)).flatMap((each) =>
        each.type === "code" ? each.value : [],
      );
      const folds = markdown.match(/^<details>/gm) ?? [];
      expect(seen.reached).toEqual([]);
      expect(seen.fences.map((text) => text.trimEnd())).toEqual(
        fences.map((text) => text.trimEnd()),
      );
      expect(seen.folds).toEqual(folds.map(() => ({ hides: true, opens: true })));
      for (const columns of seen.tables) expect(columns).toHaveLength(1);
      expect(seen.tables).toHaveLength((markdown.match(/^(> )?\| --- /gm) ?? []).length);
      expect(seen.runTogether).toBe(0);
      expect(seen.last).toMatch(/^Planned with Terraform 1\.11\.4/);
    },
    60_000,
  );

  it("would see an image, a script, a broken table and a fold that swallows the rest", async () => {
    const { reached, tables, last, runTogether } = await viewer.look(
      [
        '<img src="https://evil.example/x.png" onerror="window.ran = 1">',
        "",
        "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "",
        "- one",
        "",
        "- another",
        "",
        "<details><summary>a</summary>",
        "",
        "the end",
      ].join("\n"),
    );
    expect(reached).toContain("https://evil.example/x.png");
    expect(reached.length).toBeGreaterThan(1);
    expect(tables).toEqual([[1, 2]]);
    expect(last).toBe("another");
    expect(runTogether).toBe(2);
  });
});
