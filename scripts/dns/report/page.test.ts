import { describe, expect, it } from "vitest";
import { launch, openFile } from "../../parts/browser.ts";
import { missing } from "../../parts/parts.ts";
import { outcomeOf } from "../../stepwise/outcome.ts";
import { advanced } from "../../stepwise/progress.ts";
import { seenOn } from "../../stepwise/testing/seen.ts";
import { outcomeText } from "../../stepwise/text.ts";
import { noProgress, type Progress } from "../move/progress.ts";
import { zonePage } from "./page.ts";
import { statusText } from "./status.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const EVIL = '<img src="https://evil.test/x.png" onerror="window.ran=1">';

const exported = outcomeOf("export", NOW, {
  said: "3 record sets of shop.test were read",
  facts: [["types", "1 A, 1 NS, 1 SOA"]],
  todo: ["infra dns convert shop.test"],
});
const parity = outcomeOf("parity", NOW, {
  said: "names and types: 8, answers: 32, differences: 1",
  problems: [`TXT shop.test: old "${EVIL}", new "nothing"`],
  warnings: ["the difference of MX shop.test is approved in move.json, and there is none"],
  todo: ["correct the records"],
});
const BEGUN: Progress = {
  ...noProgress("shop.test"),
  proxied: { "www.shop.test": { since: NOW.toISOString() } },
};
const PROGRESS = advanced(advanced(BEGUN, exported), parity);

it("prints a step with what is in the way and what comes next", () => {
  expect(outcomeText(parity)).toBe(`parity: closed - names and types: 8, answers: 32, differences: 1

in the way:
  - TXT shop.test: old "${EVIL}", new "nothing"

worth knowing:
  - the difference of MX shop.test is approved in move.json, and there is none

next:
  - correct the records`);
  expect(outcomeText(exported)).toContain("\ntypes  1 A, 1 NS, 1 SOA\n");
});

it("prints how far a move has come", () => {
  expect(statusText(PROGRESS).split("\n").slice(0, 6)).toEqual([
    "shop.test: old",
    "",
    "step     gate    when                      what",
    "export   open    2026-03-01T12:00:00.000Z  3 record sets of shop.test were read",
    "convert  -                                 write its records for Cloudflare; nothing is dropped in silence",
    "parity   closed  2026-03-01T12:00:00.000Z  names and types: 8, answers: 32, differences: 1",
  ]);
});

describe.skipIf(missing("chromium"))("the report on a real page", () => {
  const browser = launch();

  it("opens from a file, shows every step and what is in the way, reaches for nothing, fits a phone", async () => {
    const { page, url, reached } = await openFile(browser(), zonePage(PROGRESS));
    expect(await seenOn(page)).toEqual({
      title: "Move of shop.test",
      steps: ["open export", "waiting convert", "closed parity"].concat(
        ["ttl", "dnssec", "cutover", "watch", "proxy", "retire"].map((step) => `waiting ${step}`),
      ),
      lines: [...parity.problems, ...parity.warnings, ...parity.todo],
      ...{ active: 0, isTooWide: false },
    });
    expect(reached).toEqual([url]);
    expect(await page.getByText("www.shop.test").isVisible()).toBe(true);
  });
});
