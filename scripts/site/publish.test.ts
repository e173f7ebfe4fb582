import { describe, expect, it } from "vitest";
import { publish, type SiteStore } from "./publish.ts";
import type { Upload } from "./publish-plan.ts";

/** A bucket in memory that writes down what was done, and breaks off before a step. */
class MemoryStore implements SiteStore {
  readonly files = new Map<string, string>();
  readonly done: string[] = [];
  private readonly contents: () => Readonly<Record<string, string>>;
  private text: string | undefined;
  private version = 0;
  breaksAt: string | undefined;

  constructor(contents: () => Readonly<Record<string, string>>) {
    this.contents = contents;
  }

  async remembered() {
    return this.text === undefined ? undefined : { text: this.text, etag: String(this.version) };
  }

  async upload(files: readonly Upload[]) {
    for (const { path } of files) {
      this.step(`write ${path}`);
      this.files.set(path, this.contents()[path]!);
    }
  }

  async delete(paths: readonly string[]) {
    for (const path of paths) {
      this.step(`delete ${path}`);
      this.files.delete(path);
    }
  }

  async invalidate(paths: readonly string[]) {
    this.step(`forget ${paths.join(" ")}`);
  }

  async remember(text: string, etag: string | undefined) {
    this.step("remember");
    const there = this.text === undefined ? undefined : String(this.version);
    if (etag !== there) throw new Error("somebody else publishes");
    this.text = text;
    this.version += 1;
    return String(this.version);
  }

  private step(what: string): void {
    if (what === this.breaksAt) throw new Error(`cut off at ${what}`);
    this.done.push(what);
  }
}

const FIRST = { "index.html": "1", "old.html": "1", "assets/a-1.js": "1", "a.txt": "1" };
const SECOND = { "index.html": "2", "new.html": "2", "assets/a-2.js": "2", "a.txt": "2" };

/** A site that is published again and again. */
function site() {
  let contents: Readonly<Record<string, string>> = {};
  const store = new MemoryStore(() => contents);
  const release = (files: Readonly<Record<string, string>>, more: object = {}) => {
    contents = files;
    store.done.length = 0;
    return publish({
      release: {
        files: Object.entries(files).map(([path, sha256]) => ({ path, sha256 })),
        assets: ["/assets/*"],
        keepDays: 0,
        now: new Date("2026-11-21T12:00:00Z"),
      },
      store,
      talk: () => {},
      isDry: false,
      everything: false,
      ...more,
    });
  };
  return { store, release };
}

describe("publishing", () => {
  it("goes in the order in which no visitor meets half a release", async () => {
    const { store, release } = site();
    await release(FIRST);
    await release(SECOND);
    expect(store.done).toEqual([
      "remember",
      "write assets/a-2.js",
      "write a.txt",
      "write new.html",
      "write index.html",
      "delete assets/a-1.js",
      "delete old.html",
      "forget / /a.txt /assets/a-1.js /index.html /old /old.html",
      "remember",
    ]);
  });

  it("of what is there already writes nothing", async () => {
    const { store, release } = site();
    await release(FIRST);
    await release(FIRST);
    expect(store.done).toEqual([]);
  });

  it("only tells what it would do when asked so", async () => {
    const { store, release } = site();
    const { pages } = await release(FIRST, { isDry: true });
    expect(pages.map(({ path }) => path)).toEqual(["old.html", "index.html"]);
    expect(store.done).toEqual([]);
  });

  it("of everything writes and forgets what seems to be there", async () => {
    const { store, release } = site();
    await release(FIRST);
    store.files.clear();
    const { invalidations } = await release(FIRST, { everything: true });
    expect(Object.fromEntries(store.files)).toEqual(FIRST);
    expect(invalidations).toContain("/old.html");
  });

  const STEPS = [
    "write assets/a-2.js",
    "write new.html",
    "write index.html",
    "delete old.html",
    "forget / /a.txt /assets/a-1.js /index.html /old /old.html",
  ];

  it.each(
    STEPS.flatMap((step) => [[step, "same", SECOND] as const, [step, "last", FIRST] as const]),
  )("cut off at '%s' is brought to its end by the %s release", async (step, _, next) => {
    const { store, release } = site();
    await release(FIRST);
    store.breaksAt = step;
    await expect(release(SECOND)).rejects.toThrow("cut off");
    store.breaksAt = undefined;
    await release(next);
    expect(Object.fromEntries(store.files)).toEqual(next);
    expect(store.done.join()).toContain("/index.html");
  });

  it("by two at a time stops the second before it writes a file", async () => {
    const { store, release } = site();
    await release(FIRST);
    const stale = await store.remembered();
    await release(SECOND);
    store.remembered = async () => stale;
    await expect(release({ "index.html": "3" })).rejects.toThrow("somebody else publishes");
    expect(store.done).toEqual(["remember"]);
    expect(Object.fromEntries(store.files)).toEqual(SECOND);
  });
});
