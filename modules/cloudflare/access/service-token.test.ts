import { only } from "@groundplan/core/testing/synth";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import {
  Access,
  AccessServiceToken,
  type AccessServiceTokenProps,
  SERVICE_TOKEN_DEFAULTS,
} from "./index.ts";

const build = (change: Partial<AccessServiceTokenProps>) => (stack: TerraformStack) =>
  new AccessServiceToken(stack, "ci", {
    stage: "prod",
    accountId: "0123456789abcdef0123456789abcdef",
    name: "CI of the back office",
    ...change,
  });

const tokenOf = (change: Partial<AccessServiceTokenProps> = {}) =>
  only(synth(build(change)), "cloudflare_zero_trust_access_service_token");

describe("AccessServiceToken", () => {
  it("makes its successor before it goes: one that a policy names is not deleted (12139)", () => {
    expect(tokenOf()).toEqual({
      account_id: "0123456789abcdef0123456789abcdef",
      name: "CI of the back office",
      duration: "8760h",
      lifecycle: { create_before_destroy: true },
    });
  });

  it.each([
    { stage: "dev", duration: "2160h" },
    { stage: "prod", duration: "8760h" },
  ] as const)("is good for $duration in $stage", ({ stage, duration }) => {
    expect(tokenOf({ stage })["duration"]).toBe(duration);
    expect(`${SERVICE_TOKEN_DEFAULTS.validDays[stage] * 24}h`).toBe(duration);
  });

  it("changes its secret with time to carry the new one over", () => {
    const rotation = { version: 2, previousUntil: "2026-12-31T00:00:00Z" };
    expect(tokenOf({ rotation })).toMatchObject({
      client_secret_version: 2,
      previous_client_secret_expires_at: "2026-12-31T00:00:00Z",
    });
  });

  it("lets its machine in by its id", () => {
    const template = synth((stack) => {
      const { rule } = build({})(stack);
      const policies = { ci: { action: "service", who: [rule] } } as const;
      const ref = { zoneId: "0123", name: "example.com", plan: "free" } as const;
      const zone = Zone.fromExisting(stack, "zone", ref);
      const door = { accountId: "f".repeat(32), name: "Door", hosts: [zone.name], policies };
      new Access(stack, "door", { stage: "prod", zone, ...door });
    });
    expect(only(template, "cloudflare_zero_trust_access_policy")["include"]).toEqual([
      { service_token: { token_id: "${cloudflare_zero_trust_access_service_token.ci.id}" } },
    ]);
  });
});

describe("a service token is refused", () => {
  it("with everything that is wrong at once", () => {
    const rotation = { version: 1, previousUntil: "tomorrow" };
    expect(refusals(build({ accountId: "acme", name: " ", validDays: 0.5, rotation }))).toEqual([
      'test/ci: accountId must be 32 hexadecimal characters, got "acme"',
      "test/ci: name must say what machine it is for",
      "test/ci: validDays must be 1 to 3650, got 0.5",
      "test/ci: validDays must be a whole number, got 0.5",
      "test/ci: rotation.version must be 2 to 1000, got 1",
      'test/ci: rotation.previousUntil must be a time in UTC such as 2026-12-31T00:00:00Z, got "tomorrow"',
    ]);
  });

  it("in a stack that publishes something, for its secret is in the state", () => {
    const refused = refusals((stack) => {
      build({})(stack);
      new TerraformOutput(stack, "door", { value: "open" });
    });
    expect(refused.join("\n")).toContain(
      "test/ci: must stand in a stack without outputs, and test/door is one; who reads an output can read the state, and the token's secret is in it",
    );
  });
});
