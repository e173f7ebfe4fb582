import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { tokenOf } from "./credentials.ts";

const HOST = "app.terraform.io";

describe("the token of a host", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "groundplan-token-"));
    mkdirSync(join(home, ".terraform.d"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    writeFileSync(join(home, path), text);
    return join(home, path);
  };
  const login = (token: string) =>
    write(
      ".terraform.d/credentials.tfrc.json",
      JSON.stringify({ credentials: { [HOST]: { token } } }),
    );

  it.each([
    ["TF_TOKEN_app_terraform_io", HOST],
    ["TF_TOKEN_tf__e_acme_org", "tf-e.acme.org"],
    ["TF_TOKEN_tf-e_acme_org", "tf-e.acme.org"],
  ])("is that of the variable %s for %s", (variable, host) => {
    expect(tokenOf(host, { [variable]: "t" })).toEqual({ value: "t", from: variable });
  });

  it("is what terraform login has written", () => {
    const from = login("t");
    expect(tokenOf(HOST, { HOME: home })).toEqual({ value: "t", from });
  });

  it("is that of a block in ~/.terraformrc, but for one that is commented out", () => {
    const from = write(
      ".terraformrc",
      `# credentials "${HOST}" { token = "old" }\ncredentials "other.org" { token = "x" }\ncredentials "${HOST}" {\n  token = "t"\n}\n`,
    );
    expect(tokenOf(HOST, { HOME: home })).toEqual({ value: "t", from });
  });

  it("is looked for in the environment before any file", () => {
    login("file");
    const env = { HOME: home, TF_TOKEN_app_terraform_io: "variable" };
    expect(tokenOf(HOST, env).value).toBe("variable");
  });

  it("is looked for in the file that TF_CLI_CONFIG_FILE names, and in no other then", () => {
    login("t");
    const env = { HOME: home, TF_CLI_CONFIG_FILE: "/dev/null" };
    expect(messageOf(() => tokenOf(HOST, env))).toBe(
      `there is no token for ${HOST}: run "terraform login ${HOST}", or set TF_TOKEN_app_terraform_io (in CI, from its secrets)`,
    );
  });
});
