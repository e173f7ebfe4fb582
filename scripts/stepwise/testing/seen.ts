import type { Page } from "playwright-core";

/** What a reader of a move's page has before them. */
export interface Seen {
  readonly title: string;
  /** Each step behind its state: `open check`. */
  readonly steps: readonly string[];
  /** Lines of lists that are not folded away: problems, warnings, what comes next. */
  readonly lines: readonly string[];
  /** Elements that load or run something. */
  readonly active: number;
  /** Nobody sees all of it without scrolling sideways. */
  readonly isTooWide: boolean;
}

/** Looks at a move's page in a browser. */
export function seenOn(page: Page): Promise<Seen> {
  return page.evaluate<Seen>(LOOK);
}

/** Runs in the page, whose types are not those of Node. */
const LOOK = `(() => ({
  title: document.title,
  steps: [...document.querySelectorAll(".step")].map((each) =>
    each.querySelector(".state").textContent + " " + each.querySelector("b").textContent),
  lines: [...document.querySelectorAll("li")].filter((each) => each.checkVisibility())
    .map((each) => each.textContent),
  active: document.querySelectorAll("img, script, iframe, link").length,
  isTooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
}))()`;
