/** Variables that would lead a run elsewhere than its folder and its configuration say. */
const LEADS_ASTRAY =
  /^(TF_CLI_ARGS|TF_DATA_DIR$|TF_REATTACH_PROVIDERS$|TF_WORKSPACE$|TF_VAR_|TF_IN)/;

/**
 * The environment of a Terraform that works on real clouds: ours with its credentials and its
 * provider mirrors, without what would lead it to another workspace, folder or provider.
 */
export function realEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !LEADS_ASTRAY.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    TF_DATA_DIR: ".terraform",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}
