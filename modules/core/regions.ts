/**
 * AWS regions that an account has without opting in, and those of the EU that need it.
 * Source: AWS Regions and Availability Zones, documentation read 2026-11.
 */
export const AWS_REGIONS = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
] as const;

/** Google Cloud regions. Source: Google Cloud locations, documentation read 2026-11. */
export const GOOGLE_REGIONS = [
  "africa-south1",
  "asia-east1",
  "asia-northeast1",
  "asia-south1",
  "asia-southeast1",
  "australia-southeast1",
  "europe-central2",
  "europe-north1",
  "europe-southwest1",
  "europe-west1",
  "europe-west2",
  "europe-west3",
  "europe-west4",
  "europe-west6",
  "europe-west8",
  "europe-west9",
  "europe-west12",
  "me-west1",
  "northamerica-northeast1",
  "southamerica-east1",
  "us-central1",
  "us-east1",
  "us-east4",
  "us-west1",
] as const;
