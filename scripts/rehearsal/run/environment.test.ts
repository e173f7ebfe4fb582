import { describe, expect, it } from "vitest";
import { keptOut, rehearsalEnvironment } from "./environment.ts";

const OWN = { cliConfig: "/checkout/.rehearsal/.terraformrc", reattach: "{}" };

describe("the environment of a rehearsal's Terraform", () => {
  it.each([
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "CLOUDSDK_CONFIG",
    "CLOUDFLARE_API_TOKEN",
    "TF_VAR_x",
    "TF_CLI_ARGS_plan",
    "TF_TOKEN_app_terraform_io",
    "TF_PLUGIN_CACHE_DIR",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  ])("is without %s", (name) => {
    const env = rehearsalEnvironment({ ...OWN, env: { [name]: "real", PATH: "/bin" } });
    expect(Object.keys(env)).not.toContain(name);
    expect(env["PATH"]).toBe("/bin");
    expect(keptOut({ [name]: "real", PATH: "/bin" })).toEqual([name]);
  });

  it("leads to the rehearsal provider, with no update check and a configuration of its own", () => {
    expect(rehearsalEnvironment({ ...OWN, env: { TF_DATA_DIR: "elsewhere" } })).toEqual({
      GOGC: "400",
      GOMEMLIMIT: "1GiB",
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: OWN.cliConfig,
      TF_DATA_DIR: ".terraform",
      TF_REATTACH_PROVIDERS: "{}",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
    });
  });

  it("collects garbage seldom, unless the user has said how often", () => {
    const { GOGC, GOMEMLIMIT } = rehearsalEnvironment({ ...OWN, env: { GOGC: "50" } });
    expect({ GOGC, GOMEMLIMIT }).toEqual({ GOGC: "50", GOMEMLIMIT: "1GiB" });
  });
});
