/** Variables of the clouds, of Terraform and of CI identities: none reaches a rehearsal. */
const KEPT_OUT =
  /^(AWS|AMAZON|GOOGLE|GCLOUD|GCP|CLOUDSDK|CLOUDFLARE|CF|TF|TFE|TOFU|HCP|ACTIONS_ID_TOKEN)_|^(USER_PROJECT_OVERRIDE|BOTO_CONFIG)$/;

/**
 * How seldom Terraform collects garbage: a rehearsal's lives for a second, and clearing up is a tenth
 * of its processor time with a hundred resources, more than a quarter with a thousand. Near the limit
 * it collects as ever. Whoever has set these keeps them.
 */
export const SELDOM_COLLECTING: Readonly<Record<string, string>> = {
  GOGC: "400",
  GOMEMLIMIT: "1GiB",
};

/** What a rehearsal's Terraform is given. */
export interface EnvironmentOptions {
  /** The environment of our own process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Terraform's configuration file for rehearsals. */
  readonly cliConfig: string;
  /** Where the rehearsal provider listens, in Terraform's own notation. */
  readonly reattach: string;
}

/** Variables that make any Terraform a rehearsing one. */
export function rehearsalVariables({
  cliConfig,
  reattach,
}: Omit<EnvironmentOptions, "env">): Record<string, string> {
  return {
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_DATA_DIR: ".terraform",
    TF_REATTACH_PROVIDERS: reattach,
  };
}

/**
 * The environment of a rehearsal's Terraform: ours without anything that could lead to a real
 * cloud, and the way to the rehearsal provider.
 */
export function rehearsalEnvironment(options: EnvironmentOptions): Record<string, string> {
  const kept = Object.entries(options.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !KEPT_OUT.test(entry[0]),
  );
  return {
    ...SELDOM_COLLECTING,
    ...Object.fromEntries(kept),
    ...rehearsalVariables(options),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** Names of the variables of `env` that a user who runs Terraform by hand should unset. */
export function keptOut(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env).filter((name) => KEPT_OUT.test(name));
}
