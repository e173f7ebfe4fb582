import { beforeAll, describe, expect, it } from "vitest";
import { launch, openFile } from "../parts/browser.ts";
import { missing } from "../parts/parts.ts";
import { estatePage } from "./page.ts";
import { ESTATE, stacksOf } from "./testing/estate.ts";
import { PLATFORM } from "./testing/platform.ts";

/** A name that would be more than text if it were not escaped. */
const EVIL = 'dev-shop-"><img src=x onerror="window.ran=1">';
const stacks = stacksOf({ ...ESTATE, ...PLATFORM, [EVIL]: { provider: { aws: [{}] } } });

describe.skipIf(missing("chromium"))("the page of the estate in a browser", () => {
  const browser = launch();
  let html: string;
  beforeAll(async () => {
    html = await estatePage(stacks, stacks);
  });

  it.each(["light", "dark"] as const)(
    "opens from a file, reaches for nothing, and can be read in %s",
    async (colorScheme) => {
      const { page, url, reached } = await openFile(browser(), html, { colorScheme });
      const { contrast, ...seen } = await page.evaluate<Seen>(WHAT_STANDS);
      expect(reached).toEqual([url]);
      expect(seen).toEqual({
        title: "The estate",
        headings: ["base", "shop"],
        boxes: 23,
        rows: 3,
        active: 0,
        ran: false,
        idsTwice: [],
        outOfItsBox: [],
        ground: colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)",
        tooWide: false,
      });
      expect(contrast).toBeGreaterThanOrEqual(7);
    },
  );
});

interface Seen {
  readonly title: string;
  readonly headings: readonly string[];
  readonly boxes: number;
  readonly rows: number;
  /** Elements that could reach for something or run. */
  readonly active: number;
  readonly ran: boolean;
  readonly idsTwice: readonly string[];
  /** Texts that are wider than the box that they stand in. */
  readonly outOfItsBox: readonly string[];
  /** Colour behind a picture. */
  readonly ground: string;
  readonly tooWide: boolean;
  /** The least contrast of a text in a picture with what is behind it, as WCAG counts it. */
  readonly contrast: number;
}

/** Runs in the page, whose types are not those of Node. */
const WHAT_STANDS = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const fill = (element) => getComputedStyle(element).fill;
  const light = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (text) => fill(text.closest(".node")?.querySelector("path") ??
    text.closest("svg").querySelector(".paper > polygon"));
  const contrast = (text) => {
    const [dark, bright] = [light(fill(text)), light(behind(text))].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const outOfItsBox = (text) => {
    const box = text.closest(".node").querySelector("path").getBoundingClientRect();
    const own = text.getBoundingClientRect();
    return own.left < box.left || own.right > box.right || own.top < box.top || own.bottom > box.bottom;
  };
  const ids = all("[id]").map((each) => each.id);
  return {
    title: document.title,
    headings: all("h2").map((each) => each.textContent),
    boxes: all(".node").length,
    rows: all("tbody tr").length,
    active: all("img, script, iframe, object, link, image, use, foreignObject").length,
    ran: window.ran !== undefined,
    idsTwice: ids.filter((id, i) => ids.indexOf(id) !== i),
    outOfItsBox: all(".node text").filter(outOfItsBox).map((each) => each.textContent),
    ground: fill(document.querySelector(".paper > polygon")),
    tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    contrast: Math.min(...all("svg text").map(contrast)),
  };
})()`;
