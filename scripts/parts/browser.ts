import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { findPart } from "./parts.ts";

/** It runs as root in containers, with little shared memory, and shows nothing but our own pages. */
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];

/** A page that was opened from a file. */
export interface Opened {
  readonly page: Page;
  /** The file's own address. */
  readonly url: string;
  /** Every address that was asked for, the file's own with them. */
  readonly reached: readonly string[];
}

/**
 * Chromium, started before the tests around the call and closed behind them, however they end. For
 * tests that ask `missing("chromium")` first.
 */
export function launch(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findPart("chromium")!, args: FLAGS });
  });
  afterAll(() => browser?.close());
  return () => browser!;
}

/** Opens a page as who was sent it does: from a file, on a phone. Page and file go with the test. */
export async function openFile(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 390, height: 800 }, ...options });
  onTestFinished(() => page.close());
  const reached: string[] = [];
  page.on("request", (request) => reached.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, url, reached };
}
