import { describe, expect, it } from "vitest";
import { planRelease, type Release } from "./publish-plan.ts";
import type { Published } from "./published.ts";

const NOW = new Date("2026-11-21T12:00:00Z");

/** A release of files by path, each with what is in it. */
function plan(files: Record<string, string>, before: Published = {}, more: Partial<Release> = {}) {
  return planRelease(
    {
      files: Object.entries(files).map(([path, sha256]) => ({ path, sha256 })),
      assets: ["/assets/*"],
      keepDays: 7,
      now: NOW,
      ...more,
    },
    before,
  );
}

const paths = (uploads: readonly { path: string }[]) => uploads.map(({ path }) => path);

const SITE = {
  "index.html": "home",
  "about/index.html": "about",
  "blog.html": "blog",
  "robots.txt": "robots",
  "assets/app-1.js": "app",
};

describe("a first release", () => {
  it("writes assets, then other files, then pages, and the front page last of all", () => {
    const { assets, others, pages, deletes, invalidations } = plan(SITE);
    expect([assets, others, pages].map(paths)).toEqual([
      ["assets/app-1.js"],
      ["robots.txt"],
      ["about/index.html", "blog.html", "index.html"],
    ]);
    expect([deletes, invalidations]).toEqual([[], []]);
  });

  it("tells browsers what a file is, and how long it stays", () => {
    const { assets, others, pages } = plan(SITE);
    expect(assets[0]).toMatchObject({
      contentType: "text/javascript; charset=utf-8",
      cacheControl: "public, max-age=31536000, immutable",
    });
    for (const { cacheControl } of [...others, ...pages]) {
      expect(cacheControl).toBe("public, max-age=0, must-revalidate");
    }
  });
});

describe("the next release", () => {
  const { published } = plan(SITE);

  it("that is the same does nothing", () => {
    const { published: after, ...rest } = plan(SITE, published);
    expect(Object.values(rest).flat()).toEqual([]);
    expect(after).toEqual(published);
  });

  it("invalidates what is other, as the file is called and as visitors ask for it", () => {
    const changed = { ...SITE, "about/index.html": "new", "blog.html": "new", "robots.txt": "new" };
    const { pages, invalidations } = plan({ ...changed, "news.html": "first" }, published);
    expect(paths(pages)).toEqual(["about/index.html", "blog.html", "news.html"]);
    expect(invalidations).toEqual([
      "/about/",
      "/about/index.html",
      "/blog",
      "/blog.html",
      "/robots.txt",
    ]);
  });

  it("deletes pages that are gone, and keeps assets for pages that are still open", () => {
    const { "blog.html": _, "assets/app-1.js": __, ...rest } = SITE;
    const after = plan({ ...rest, "assets/app-2.js": "other" }, published);
    expect([after.deletes, after.invalidations]).toEqual([["blog.html"], ["/blog", "/blog.html"]]);
    expect(after.published["assets/app-1.js"]).toMatchObject({
      sha256: "app",
      goneSince: "2026-11-21T12:00:00.000Z",
    });
  });

  it("deletes an asset once it was gone for long enough, counted from the first time", () => {
    const { "assets/app-1.js": _, ...rest } = SITE;
    const on = (day: string, before: Published) =>
      plan(rest, before, { now: new Date(`2026-11-${day}T12:00:00Z`) });
    const first = on("01", published);
    const second = on("07", first.published);
    expect([first.deletes, second.deletes]).toEqual([[], []]);
    const third = on("08", second.published);
    expect([third.deletes, third.invalidations]).toEqual([
      ["assets/app-1.js"],
      ["/assets/app-1.js"],
    ]);
    expect(third.published["assets/app-1.js"]).toBeUndefined();
  });

  it("that has an asset again keeps it", () => {
    const { "assets/app-1.js": _, ...rest } = SITE;
    const gone = plan(rest, published);
    const back = plan(SITE, gone.published, { now: new Date("2027-01-01T00:00:00Z") });
    expect([back.assets, back.deletes]).toEqual([[], []]);
    expect(back.published["assets/app-1.js"]).not.toHaveProperty("goneSince");
  });

  it("writes a file again that is told otherwise now", () => {
    const { others } = plan(SITE, published, { types: { txt: "text/x-robots" } });
    expect(others.map(({ contentType }) => contentType)).toEqual(["text/x-robots"]);
  });

  it("that changes much invalidates everything: one path to pay", () => {
    const many = (content: string) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`p${at}.html`, content]));
    const first = plan({ ...SITE, ...many("a") });
    expect(plan({ ...SITE, ...many("b") }, first.published).invalidations).toEqual(["/*"]);
  });

  it("names paths as addresses do, and never more of them by a star", () => {
    const odd = { "über uns.html": "a", "a*.txt": "a" };
    const first = plan({ ...SITE, ...odd });
    const { invalidations } = plan(
      { ...SITE, "über uns.html": "b", "a*.txt": "b" },
      first.published,
    );
    expect(invalidations).toEqual(["/%C3%BCber%20uns", "/%C3%BCber%20uns.html", "/a%2A.txt"]);
  });
});

describe("a release is refused", () => {
  it("with all that is wrong at once, before anything is written", () => {
    const { published } = plan(SITE);
    const files = { "assets/app-1.js": "other", "model.stl": "a", CNAME: "b" };
    expect(() => plan(files, published)).toThrow(
      [
        "this release is not published:",
        "  - there is no index.html; name the folder that the build writes",
        "  - CNAME: browsers are told no type of it; say --type <ending>=<type>",
        "  - model.stl: browsers are told no type of it; say --type <ending>=<type>",
        "  - assets/app-1.js: browsers keep it for a year, and there is something else in it now; put a hash into its name, or take its path out of assets",
      ].join("\n"),
    );
  });

  it("for a type that is then said", () => {
    const files = { ...SITE, "model.stl": "a", ".well-known/apple-app-site-association": "b" };
    const { others } = plan(files, {}, { types: { stl: "model/stl" } });
    expect(others.map(({ path, contentType }) => [path, contentType])).toEqual([
      [".well-known/apple-app-site-association", "application/json"],
      ["model.stl", "model/stl"],
      ["robots.txt", "text/plain; charset=utf-8"],
    ]);
  });
});
