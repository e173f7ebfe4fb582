import { type Finding, matching } from "@groundplan/core/problems";
import { HOST_NEEDS, type ImageNeeds } from "@groundplan/google/vm-host";
import type { HostSettings } from "./settings.ts";

/** Where the image has our scripts. */
const SCRIPTS = "/opt/groundplan";

/** Prints credentials of AWS for the machine's identity: the helper of `aws/certbot-dns`. */
export const CREDENTIALS_SCRIPT = `${SCRIPTS}/fetch-aws-credentials.sh`;

/** Complains of a certificate that ends soon, or that the proxy was not told of. */
export const CERTIFICATE_SCRIPT = `${SCRIPTS}/check-certificate.sh`;

/** Dumps the database and adds the dump to the bucket. */
export const BACKUP_SCRIPT = `${SCRIPTS}/backup/backup.sh`;

/** Restores the newest dump to prove it: not on a host, which has no right to, but from its image. */
export const DRILL_SCRIPT = `${SCRIPTS}/backup/drill.sh`;

/** Newest major version of PostgreSQL that the image's pg_dump understands: Debian 13's own. */
export const DUMPED_UP_TO = 17;

/** What a host of music-graph needs of its image. packer/ builds it; its test looks for each. */
export const IMAGE_NEEDS: ImageNeeds = {
  programs: [
    ...HOST_NEEDS.programs,
    ...["certbot", "openssl"],
    ...["age", "flock", "jq", "numfmt", "pg_dump", "pg_dumpall", "pg_restore", "psql"],
    ...["rclone", "sha256sum", "timeout"],
  ],
  units: [
    ...HOST_NEEDS.units,
    ...["groundplan-backup@.service", "groundplan-backup@.timer"],
    "groundplan-backup-drill@.service",
  ],
  files: [...HOST_NEEDS.files, CREDENTIALS_SCRIPT, CERTIFICATE_SCRIPT, BACKUP_SCRIPT, DRILL_SCRIPT],
};

/** Family that packer/ builds into, or that with a word behind it to try something out. */
const FAMILY = "music-graph-host(-[a-z0-9]+)?";

/** What is wrong with the image, as something that packer/ has built: Docker is in no other. */
export function builtFindings(image: HostSettings["image"]): Finding[] {
  if ("family" in image) {
    return [
      matching(
        "image.family",
        image.family,
        new RegExp(`^${FAMILY}$`),
        "be music-graph-host, or that with a word behind it",
      ),
    ];
  }
  return [
    matching(
      "image.image",
      image.image,
      new RegExp(`^${FAMILY}-\\d{14}-[0-9a-f]{7}$`),
      "be a name that the build printed: music-graph-host-<time>-<commit>",
    ),
  ];
}
