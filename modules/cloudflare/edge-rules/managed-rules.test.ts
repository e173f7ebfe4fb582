import { describeProblem, type Problem } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { describe, expect, it } from "vitest";
import type { Plan } from "../zone/index.ts";
import { type ManagedRules, managedRules } from "./managed-rules.ts";
import { managedRulesProblems } from "./managed-rules-problems.ts";

/** The action parameters of the managed rules, by key. */
function parametersOf(props: ManagedRules = {}, stage: Stage = "prod", plan: Plan = "pro") {
  const rules = managedRules(stage, plan, props);
  return Object.fromEntries(rules.map((rule) => [rule.key, rule.actionParameters]));
}

function problemsOf(props: ManagedRules, plan: Plan): string[] {
  return managedRules("prod", plan, props)
    .flatMap((rule) => rule.problems({ at: rule.key, plan, zoneName: "example.com" }))
    .filter((each): each is Problem => Boolean(each))
    .map((problem) => describeProblem("", problem).replace(": ", ""));
}

const CLOUDFLARE = "efb7b8c949ac4650a09736fc376e9aee";
const OWASP = "4814384a9e5d4991b9815dcfc25d2f1f";
const SCORE = "6179ae15870a4bb7b2d480d4843b323c";
const PARANOIA = [2, 3, 4].map((n) => ({ category: `paranoia-level-${n}`, enabled: false }));

describe("managed rules", () => {
  it.each([
    { stage: "dev", plan: "pro", cloudflare: "managed_challenge", owasp: "managed_challenge" },
    { stage: "dev", plan: "enterprise", cloudflare: "log", owasp: "log" },
    { stage: "prod", plan: "pro", cloudflare: undefined, owasp: "block" },
    { stage: "prod", plan: "enterprise", cloudflare: undefined, owasp: "block" },
  ] as const)("do in $stage on the $plan plan what its stage can bear (CLF-05)", (row) => {
    expect(parametersOf({}, row.stage, row.plan)).toEqual({
      cloudflare: {
        id: CLOUDFLARE,
        ...(row.cloudflare && { overrides: { action: row.cloudflare } }),
      },
      owasp: {
        id: OWASP,
        overrides: {
          rules: [{ id: SCORE, scoreThreshold: 40, action: row.owasp }],
          categories: PARANOIA,
        },
      },
    });
  });

  it("can observe in prod first", () => {
    expect(parametersOf({ mode: "observe" })["cloudflare"]!.overrides).toEqual({
      action: "managed_challenge",
    });
  });

  it("change one rule without touching the others (#1397)", () => {
    const ruleId = "0123456789abcdef0123456789abcdef";
    const reason = "Takes our Markdown for an attack";
    const [rule] = managedRules("prod", "pro", { changes: [{ ruleId, to: "off", reason }] });
    expect(rule!.actionParameters).toEqual({
      id: CLOUDFLARE,
      overrides: { rules: [{ id: ruleId, enabled: false }] },
    });
    expect(rule!.description).toBe(
      "Cloudflare's managed rules; 01234567 off: Takes our Markdown for an attack",
    );
  });

  it("bear as much suspicion as is said", () => {
    const { owasp } = parametersOf({ owasp: "high", owaspParanoia: 3 });
    expect(owasp!.overrides).toMatchObject({
      rules: [{ id: SCORE, scoreThreshold: 25, action: "block" }],
      categories: [{ category: "paranoia-level-4", enabled: false }],
    });
    expect(parametersOf({ owaspParanoia: 4 })["owasp"]!.overrides).not.toHaveProperty("categories");
    expect(parametersOf({ owasp: "off" })).not.toHaveProperty("owasp");
  });

  it("leave exceptions alone, which come first and say why", () => {
    const when = 'http.request.uri.path eq "/upload"';
    const reason = "Uploads look like attacks";
    const rules = managedRules("prod", "pro", { exceptions: [{ key: "upload", when, reason }] });
    expect(rules.map(({ key }) => key)).toEqual(["upload", "cloudflare", "owasp"]);
    expect(rules[0]).toMatchObject({
      action: "skip",
      expression: when,
      description: reason,
      actionParameters: { ruleset: "current" },
    });
  });
});

describe("managed rules are refused", () => {
  it("on the free plan: one ruleset it lacks makes Cloudflare refuse them all", () => {
    expect(new Set(problemsOf({}, "free"))).toEqual(
      new Set(["managedRules must be left out below the pro plan; the zone's plan is free"]),
    );
  });

  it("when a change or an exception names no rule and no reason", () => {
    const changes = [
      { ruleId: "100173", to: "off", reason: "noise" },
      { ruleId: "100173", to: "log", reason: "Takes our Markdown for an attack" },
    ] as const;
    const exceptions = [{ key: "upload", when: "ssl", reason: "files" }];
    expect(problemsOf({ changes, exceptions }, "pro")).toEqual([
      'upload.reason must say why in 10 to 200 characters, got "files"',
      'cloudflare.changes must name rules by 32 hexadecimal characters, got "100173"',
      'cloudflare.changes.100173.reason must say why in 10 to 200 characters, got "noise"',
      'cloudflare.changes must name rules by 32 hexadecimal characters, got "100173"',
      'cloudflare.changes must not name a rule twice, got "100173"',
      'cloudflare.changes.100173.to must be left out below the enterprise plan, got "log"; the zone\'s plan is pro',
    ]);
  });

  it("all at once in an author's own words, before anything is made", () => {
    const found = (wanted: Parameters<typeof managedRulesProblems>[0], plan: Plan) =>
      managedRulesProblems(wanted, { name: "example.com", plan }, "prod").flatMap((finding) =>
        finding ? [describeProblem("here", finding)] : [],
      );
    const wrong = {
      changes: [{ ruleId: "100173", to: "off", reason: "It takes our Markdown for an attack" }],
      exceptions: [{ key: "upload", when: "ssl", reason: "files" }],
    } as const;
    expect(found(wrong, "pro")).toEqual([
      'here: managedRules.exceptions.upload.reason must say why in 10 to 200 characters, got "files"',
      'here: managedRules.changes must name rules by 32 hexadecimal characters, got "100173"',
    ]);
    expect(found({ mode: "observe" }, "free")).toEqual([
      "here: managedRules must be left out below the pro plan; the zone's plan is free",
    ]);
    expect(found({ mode: "off", reason: "no" }, "pro")).toEqual([
      'here: managedRules.reason must say why in 10 to 200 characters, got "no"',
    ]);
    expect(found({ mode: "observe" }, "business")).toEqual([]);
  });
});
