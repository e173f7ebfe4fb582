import { refusal } from "@groundplan/core/testing/synth";
import { expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { BackupBucket, type BackupBucketProps } from "./index.ts";

const PROD: BackupBucketProps = {
  stage: "prod",
  name: "acme-prod-backups",
  location: { multiRegion: "EU" },
  freshness: { channels: ["projects/acme-prod/notificationChannels/1"] },
};
const DAILY = { everyHours: 24, keepDays: 35 };

/** The whole message that these props are refused with. */
const refused = (change: Partial<BackupBucketProps>) =>
  refusal(() =>
    synth((stack) => {
      new BackupBucket(stack, "backups", { ...PROD, ...change });
    }),
  );

const CASES: [string, Partial<BackupBucketProps>, string[]][] = [
  [
    "a lifecycle younger than the retention, which would refuse every delete",
    { tiers: { daily: { everyHours: 24, keepDays: 20 } }, retentionDays: 30 },
    [
      "tiers.daily.keepDays must be more than retentionDays (30), which refuses an earlier delete, got 20",
    ],
  ],
  [
    "a lifecycle younger than the restore window",
    { tiers: { daily: DAILY }, retentionDays: 0, restoreWindowDays: 40 },
    [
      "tiers.daily.keepDays must be more than restoreWindowDays (40), for which a restore is promised, got 35",
    ],
  ],
  [
    "a retention shorter than the restore window",
    { retentionDays: 7 },
    ["retentionDays must be at least restoreWindowDays (14), or 0 for none, got 7"],
  ],
  [
    "a restore window of two backup intervals or less",
    { tiers: { daily: DAILY }, restoreWindowDays: 2 },
    ["restoreWindowDays must be longer than two backup intervals (48 hours), got 2"],
  ],
  [
    "a retention that the bucket could not be destroyed under",
    { protect: false, retentionDays: 14 },
    [
      "retentionDays must be 0 where protect is false, got 14; a bucket cannot be emptied before its retention ends",
    ],
  ],
  [
    "a lock whose confirmation is another bucket's name",
    { lockRetention: { reason: "Auditors ask for it", confirm: "acme-dev-backups" } },
    [
      'lockRetention.confirm must repeat the bucket\'s name "acme-prod-backups", got "acme-dev-backups"; a lock cannot be taken back: going back replaces the bucket',
    ],
  ],
  [
    "a lock without a reason or without a retention",
    { retentionDays: 0, lockRetention: { reason: "", confirm: "acme-prod-backups" } },
    [
      "lockRetention must have retentionDays to lock",
      'lockRetention.reason must say why in 10 to 200 characters, got ""',
    ],
  ],
  [
    "versions under a retention without a reason",
    { versioning: true, softDeleteDays: 0 },
    [
      "versioning must be false where retentionDays holds, or say why both are wanted, got true; give { reason }: under retention nothing is overwritten, so versions only cost",
    ],
  ],
  [
    "three paid copies of each dump",
    { versioning: { reason: "An agreed audit asks for both" } },
    [
      "softDeleteDays must be 0 where versioning and retentionDays are both on, got 14; three copies of each dump would be paid for",
    ],
  ],
  [
    "a soft delete that the service refuses",
    { softDeleteDays: 3 },
    ["softDeleteDays must be 0 or 7 to 90, got 3"],
  ],
  [
    "old versions that are kept for no time",
    { retentionDays: 0, noncurrentDays: 0 },
    ["noncurrentDays must be at least 1, got 0"],
  ],
  [
    "an access log into the bucket itself",
    { accessLog: { bucket: "acme-prod-backups" } },
    [
      'accessLog.bucket must be another bucket, got "acme-prod-backups"; each line of the log would make another one',
    ],
  ],
  [
    "addresses that let nobody in",
    { allowedSources: {} },
    ["allowedSources must name at least one range; or nobody gets in"],
  ],
  [
    "addresses that let everybody in",
    { allowedSources: { publicRanges: ["0.0.0.0/0"] } },
    ['allowedSources must not let everybody in, got "0.0.0.0/0"; leave it out instead'],
  ],
  [
    "a name that Google keeps for itself",
    { name: "goog-prod-backups" },
    ['name must not begin with goog or contain google, got "goog-prod-backups"'],
  ],
  [
    "a name that is too long, with the overrun",
    { name: `acme-${"b".repeat(60)}` },
    [
      `name must have at most 63 characters (google bucket), got "acme-${"b".repeat(60)}"; shorten it by 2`,
    ],
  ],
  [
    "prod dumps in one region",
    { location: { region: "europe-west1" } },
    [
      'location must keep dumps in at least 2 regions (minimumRegions), got {"region":"europe-west1"}; give a pair as regions, or a multiRegion',
    ],
  ],
  [
    "a prod bucket whose silence nobody hears",
    { freshness: undefined },
    [
      "freshness must name the channels that are told when no dump arrives; or give { reason } why nobody is",
    ],
  ],
  [
    "an alert that rings nowhere",
    { freshness: { channels: [] } },
    ["freshness.channels must name at least one channel"],
  ],
  [
    "an alert that rings before every dump",
    { freshness: { channels: ["c"], maxAgeHours: 24 } },
    [
      "freshness.maxAgeHours must be more than the shortest interval of the tiers (24 hours), got 24; or it rings before every dump",
    ],
  ],
];

it.each(CASES)("refuses %s", (_, change, messages) => {
  expect(refused(change)).toBe(messages.map((message) => `test/backups: ${message}`).join("\n"));
});

it("tells everything that is wrong at once", () => {
  const change = {
    name: "Backups",
    retentionDays: 7,
    softDeleteDays: 3,
    freshness: { channels: [] },
  };
  expect(
    refused(change)
      .split("\n")
      .map((line) => line.split(" ")[1]),
  ).toEqual(["name", "retentionDays", "softDeleteDays", "freshness.channels"]);
});

it("accepts a prod bucket that nobody watches, for a reason", () => {
  expect(refused({ freshness: { reason: "The dead-man switch of the timer rings" } })).toBe("");
});
