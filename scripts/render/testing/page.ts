import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import type { Browser, Page } from "playwright-core";

/** What a browser makes of a document. */
export interface Seen {
  /** Requests that the page made, scripts that ran, and elements that could do either. */
  readonly reached: readonly string[];
  /** Columns of the rows of each table, each number once. */
  readonly tables: readonly (readonly number[])[];
  /** What stands in each fence. */
  readonly fences: readonly string[];
  /** Of each fold: whether it hides what is in it, and whether a click shows it. */
  readonly folds: readonly { readonly hides: boolean; readonly opens: boolean }[];
  /** Lists that ran into one another: a parser then makes paragraphs of their items. */
  readonly runTogether: number;
  /** Text of the last paragraph that is in no fold. */
  readonly last: string;
}

/** One page of a browser, on which documents are looked at one after the other. */
export class Viewer {
  readonly #page: Page;
  #requests: string[] = [];

  private constructor(page: Page) {
    this.#page = page;
  }

  /** The page is there as long as the browser. */
  static async start(browser: Browser): Promise<Viewer> {
    const page = await browser.newPage();
    const viewer = new Viewer(page);
    await page.route("**/*", (route) => {
      viewer.#requests.push(route.request().url());
      return route.abort();
    });
    return viewer;
  }

  /** Renders Markdown as GitHub's parser does, raw HTML and all, and looks at the page. */
  async look(markdown: string): Promise<Seen> {
    this.#requests = [];
    await this.#page.setContent(pageOf(markdown));
    const found = await this.#page.evaluate<Seen>(WHAT_STANDS);
    return { ...found, reached: [...this.#requests, ...found.reached] };
  }
}

/** The document as a page. */
export function pageOf(markdown: string): string {
  const body = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return `<!doctype html><meta charset="utf-8"><title>A comment</title><body>${body}</body>`;
}

/** Runs in the page, whose types are not those of Node. */
const WHAT_STANDS = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isSeen = (element) => element.checkVisibility();
  const paragraphs = all("p").filter((each) => !each.closest("details"));
  const folds = all("details").map((fold) => {
    const inside = fold.querySelector(":scope > :not(summary)");
    const hides = !isSeen(inside);
    fold.querySelector("summary").click();
    return { hides, opens: isSeen(inside) };
  });
  const active = [
    ...all("img, script, iframe, object, embed, style, link, form, input"),
    ...all("*").filter((each) => each.getAttributeNames().some((name) => name.startsWith("on"))),
  ];
  return {
    reached: [...active.map((each) => each.outerHTML), ...(window.ran ? ["a script ran"] : [])],
    tables: all("table").map((table) => [
      ...new Set([...table.querySelectorAll("tr")].map((row) => row.children.length)),
    ]),
    fences: all("pre > code").map((each) => each.textContent),
    folds,
    runTogether: all("li > p").length,
    last: paragraphs.at(-1)?.textContent ?? "",
  };
})()`;
