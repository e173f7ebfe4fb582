import { AWS, type Correction } from "./correction.ts";

/** A correction that holds from a version of the provider on. */
export interface VersionCorrection extends Correction {
  /** First major version. */
  readonly since: number;
}

const GUIDE =
  "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/website/docs/guides/version-6-upgrade.html.markdown";

const CLEAR_TEXT: VersionCorrection = {
  since: 6,
  source: `${GUIDE}: user_data is stored as it is written, and no longer as a checksum`,
  facts: { normal: { user_data: undefined } },
};

/** What changed after the version that the facts were learned of. */
export const VERSION_CORRECTIONS: Readonly<Record<string, VersionCorrection>> = {
  aws_ecr_repository: {
    since: 6,
    source: `${AWS}/ecr/repository.go: tags that are left out of immutability, from 6.8 on`,
    facts: {
      oneOf: {
        image_tag_mutability: [
          "MUTABLE",
          "MUTABLE_WITH_EXCLUSION",
          "IMMUTABLE",
          "IMMUTABLE_WITH_EXCLUSION",
        ],
      },
    },
  },
  aws_instance: CLEAR_TEXT,
  aws_redshift_cluster: {
    since: 6,
    source: `${GUIDE}: publicly_accessible is false where nobody wrote it`,
    facts: { defaults: { publicly_accessible: false } },
  },
  aws_spot_instance_request: CLEAR_TEXT,
};
