import { describe, expect, it } from "vitest";
import type { PlanJson } from "../plan/plan-json.ts";
import { changeOf, planOf } from "../testing/handmade.ts";
import { collectSecrets } from "./collect.ts";
import { hideAssigned, isSecretByName, secretsOfText } from "./names.ts";
import { HIDDEN, Secrets } from "./secrets.ts";
import { tokensIn } from "./shapes.ts";

const SENTINEL = "S3ntinel/0nly+here=";

function knowing(...secrets: readonly string[]): Secrets {
  const known = new Secrets();
  for (const each of secrets) known.add(each);
  return known;
}

describe("a secret that is known", () => {
  it.each<[string, string]>([
    ["as it is", SENTINEL],
    ["in base64", Buffer.from(SENTINEL).toString("base64")],
    ["inside of base64", Buffer.from(`user:${SENTINEL}!`).toString("base64")],
    ["in base64 for addresses", Buffer.from(`>>${SENTINEL}`).toString("base64url")],
    ["in hexadecimal", Buffer.from(SENTINEL).toString("hex")],
    ["in an address", encodeURIComponent(SENTINEL)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify({ a: SENTINEL }))],
    ["between tags", SENTINEL.replaceAll("&", "&amp;")],
  ])("is found %s", (_form, text) => {
    const secrets = knowing(SENTINEL);
    expect(secrets.isIn(`before ${text} after`)).toBe(true);
    expect(secrets.isIn(secrets.hide(`before ${text} after`))).toBe(false);
  });

  it("is found line by line, where it has several", () => {
    const key = "first line of it\nsecond line 2 of it";
    expect(knowing(key).hide("x second line 2 of it y")).toBe(`x ${HIDDEN} y`);
  });

  it("is hidden in a text that was seen before the secret was known", () => {
    const secrets = new Secrets();
    expect(secrets.hide("key s3cr3t-Passw0rd")).toBe("key s3cr3t-Passw0rd");
    secrets.add("s3cr3t-Passw0rd");
    expect(secrets.hide("key s3cr3t-Passw0rd")).toBe("key (sensitive)");
  });

  it("is found in any form though one that begins alike was found before it was known", () => {
    const secrets = knowing("s3cr3t-Passw0rd-1");
    expect(secrets.hide("s3cr3t-Passw0rd-1!")).toBe(`${HIDDEN}!`);
    secrets.add("s3cr3t-Passw0rd-22");
    const encoded = Buffer.from("s3cr3t-Passw0rd-22").toString("hex");
    expect(secrets.hide(`s3cr3t-Passw0rd-22 ${encoded}`)).toBe(`${HIDDEN} ${HIDDEN}`);
  });

  it("is not looked for where it could be any word", () => {
    const secrets = knowing("true", "8080", "postgres", "main");
    expect(secrets.size).toBe(0);
    expect(secrets.hide("postgres on 8080: true")).toBe("postgres on 8080: true");
  });
});

describe("what looks like a credential", () => {
  it.each([
    `AKIA${"A1B2C3D4".repeat(2)}`,
    `ghp_${"a1B2".repeat(9)}`,
    `github_pat_${"a1B2_".repeat(6)}`,
    `xoxb-${"1234567890-".repeat(2)}abc`,
    `AIza${"a1B2C-_".repeat(5)}`,
    `sk_live_${"a1B2".repeat(6)}`,
    `${"a".repeat(14)}.atlasv1.${"b".repeat(60)}`,
    `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.c`,
    "postgres://user:pa55word@db.example.com/x",
    `Bearer ${"a1B2".repeat(8)}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${"abcd".repeat(10)}\n-----END RSA PRIVATE KEY-----`,
  ])("is found though nobody marked it: %s", (token) => {
    expect(tokensIn(`a ${token} b`)).toHaveLength(1);
    expect(new Secrets().isIn(`a ${token} b`)).toBe(true);
  });

  it.each([
    "arn:aws:iam::111122223333:role/api",
    "https://github.com/acme/infrastructure/blob/main/a.ts#L1",
    "sha256:9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c",
    "acme-dev-uploads",
  ])("is not seen in %s", (text) => {
    expect(tokensIn(text)).toEqual([]);
  });
});

describe("a name that says that its value is a secret", () => {
  it.each(["DB_PASSWORD", "clientSecret", "api-key", "auth_token", "private_key"])(
    "is %s",
    (name) => {
      expect(isSecretByName(name, "a value")).toBe(true);
    },
  );

  it.each(["secret_arn", "token_ttl", "password_policy", "key_name", "kms_key_id"])(
    "is not %s",
    (name) => expect(isSecretByName(name, "a value")).toBe(false),
  );

  it.each(["--api-key hunter22", "api-key: hunter22", "dbPwd=hunter22", "DB.PASSWORD=hunter22"])(
    "is seen however its words are put together: %s",
    (line) => {
      expect(secretsOfText(`run ${line}`)).toEqual(["hunter22"]);
    },
  );

  it.each(["aB3x", "a-", "1a.", "--a", "a1 -- ", '"a'])(
    "is looked for fast in a long text of %s",
    (piece) => {
      const text = `token ${piece.repeat(100_000)}`;
      expect(secretsOfText(text)).toEqual([]);
      expect(secretsOfText(`${text}; my-token=hunter22`)).toEqual(["hunter22"]);
    },
  );

  it("is seen in lines of scripts, and a reference is left", () => {
    expect(hideAssigned("export DB_PASSWORD='x y'; A=1", HIDDEN)).toBe(
      `export DB_PASSWORD='${HIDDEN}'; A=1`,
    );
    expect(hideAssigned("export DB_PASSWORD=$SECRET", HIDDEN)).toBe("export DB_PASSWORD=$SECRET");
  });
});

describe("the seven places where a plan prints secrets in clear", () => {
  const thing = (value: string) =>
    changeOf("x.y", { actions: ["update"], after: { v: value }, after_sensitive: { v: true } });
  const state = (value: string) => ({
    root_module: {
      child_modules: [{ resources: [{ values: { v: value }, sensitive_values: { v: true } }] }],
    },
  });
  const output = { actions: ["update"], after: SENTINEL, after_sensitive: true };

  it.each<[string, Partial<PlanJson>]>([
    ["changes", { resource_changes: [thing(SENTINEL)] }],
    ["drift", { resource_drift: [thing(SENTINEL)] }],
    ["what is put off", { deferred_changes: [{ resource_change: thing(SENTINEL) }] }],
    ["outputs", { output_changes: { o: output } }],
    ["planned values", { planned_values: state(SENTINEL) }],
    ["the state before", { prior_state: { values: state(SENTINEL) } }],
    [
      "variables",
      {
        variables: { v: { value: { inner: [SENTINEL] } } },
        configuration: { root_module: { variables: { v: { sensitive: true } } } },
      },
    ],
    [
      "actions",
      { action_invocations: [{ config_values: { v: SENTINEL }, config_sensitive: { v: true } }] },
    ],
  ])("include %s", (_place, part) => {
    const secrets = new Secrets();
    collectSecrets(planOf([], part), () => undefined, secrets);
    expect(secrets.isIn(`x ${SENTINEL} y`)).toBe(true);
  });

  it("include a mark on a whole block, and one above an element of a list", () => {
    const secrets = new Secrets();
    const change = changeOf("x.y", {
      actions: ["create"],
      after: { block: { a: [SENTINEL] }, list: ["plain text here", { b: `${SENTINEL}2` }] },
      after_sensitive: { block: true, list: [false, true] },
    });
    collectSecrets(planOf([change]), () => undefined, secrets);
    expect(secrets.isIn(SENTINEL)).toBe(true);
    expect(secrets.isIn("plain text here")).toBe(false);
  });
});
