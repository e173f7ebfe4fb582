import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { BackupBucket } from "./backup-bucket.ts";

/** The bucket of prod, in the multi-region of the EU. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "backup-bucket-eu",
    cloud: "google",
    summary: "A private bucket for database dumps, in the EU, that tells when no dump arrives.",
    construct: BackupBucket,
    props: { folder: "modules/google/backup-bucket", name: "BackupBucketProps" },
    fixed: { stage: "prod", location: { multiRegion: "EU" }, jurisdiction: "EU" },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-dumps-${letter}`),
        pattern: NAME_RULES["google-bucket"].pattern,
      },
      "freshness.channels": {
        samples: [
          ["projects/acme-prod/notificationChannels/1"],
          [
            "projects/acme-prod/notificationChannels/2",
            "projects/acme-prod/notificationChannels/3",
          ],
        ],
      },
    },
    outputs: ({ bucket }) => ({
      name: { value: bucket.name, description: "Name of the bucket." },
    }),
  }),
];
