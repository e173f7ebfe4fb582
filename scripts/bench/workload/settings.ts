/** What an environment of the workload differs in. */
export interface Settings {
  readonly environment: string;
  readonly region: string;
  readonly cidr: string;
  readonly domain: string;
  readonly zones: readonly string[];
  /** The prop that the bench changes before each round: it shows in every environment's network. */
  readonly logRetentionDays: number;
}

const LOG_RETENTION_DAYS = 14;

/** The two environments, of equal size. */
export const ENVIRONMENTS: readonly Settings[] = [
  {
    environment: "dev",
    region: "eu-west-1",
    cidr: "10.16.0.0/16",
    domain: "example.net",
    zones: ["a", "b", "c"],
    logRetentionDays: LOG_RETENTION_DAYS,
  },
  {
    environment: "prod",
    region: "eu-central-1",
    cidr: "10.32.0.0/16",
    domain: "example.com",
    zones: ["a", "b", "c"],
    logRetentionDays: LOG_RETENTION_DAYS,
  },
];
