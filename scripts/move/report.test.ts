import { describe, expect, it } from "vitest";
import { launch, openFile } from "../parts/browser.ts";
import { missing } from "../parts/parts.ts";
import { outcomeOf } from "../stepwise/outcome.ts";
import { advanced } from "../stepwise/progress.ts";
import { seenOn } from "../stepwise/testing/seen.ts";
import type { MovePlan } from "./plan/plan.ts";
import { noProgress } from "./plan/progress.ts";
import { movePage } from "./report.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const EVIL = '<img src="https://evil.test/x.png" onerror="window.ran=1">';

const PLAN: MovePlan = {
  name: "library",
  postgres: { by: "replication", source: { service: "monolith" }, target: { service: "rds" } },
  s3: {
    source: { bucket: "monolith-media", region: "us-east-1" },
    target: { bucket: "acme-prod-music-library-media", region: "eu-central-1" },
  },
};

const checked = outcomeOf("check", NOW, {
  said: "postgres: 3 tables in 1.0 MiB were looked at; s3: 23 objects in 5.0 MiB were looked at",
  warnings: ["s3: the target keeps no old versions: what is written over there is gone"],
  facts: [["postgres: versions", "holds"]],
});
const compared = outcomeOf("compare", NOW, {
  said: "postgres: 3 tables with 500 rows were compared, 0 differ; s3: 23 objects were compared, 1 differ",
  problems: [`s3: ${EVIL} is not at the target`],
  todo: ["s3: infra move copy, again"],
});
const PROGRESS = advanced(advanced(noProgress("library"), checked), compared);

describe.skipIf(missing("chromium"))("the report of a move", () => {
  const browser = launch();

  it("opens from a file, says what moves and what is in the way, and is readable by day and by night", async () => {
    const { page, url, reached } = await openFile(browser(), movePage(PLAN, PROGRESS));
    expect(await seenOn(page)).toEqual({
      title: "Move of library",
      steps: ["open check", "waiting copy", "waiting follow", "closed compare"].concat(
        ["cutover", "retire"].map((step) => `waiting ${step}`),
      ),
      lines: [`s3: ${EVIL} is not at the target`, "s3: infra move copy, again"],
      ...{ active: 0, isTooWide: false },
    });
    expect(await page.evaluate<string[]>(MOVES)).toEqual([
      "postgres, by replication|service monolith|service rds",
      "s3|s3://monolith-media|s3://acme-prod-music-library-media",
    ]);
    const colours = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      colours.push(await page.evaluate<string>(COLOUR));
    }
    expect(colours).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    expect(reached).toEqual([url]);
  });
});

/** Run in the page, whose types are not those of Node. */
const COLOUR = "getComputedStyle(document.querySelector('.place')).color";
const MOVES = `[...document.querySelector("table").querySelectorAll("tbody tr")].map((each) =>
  [...each.children].map((cell) => cell.textContent).join("|"))`;
