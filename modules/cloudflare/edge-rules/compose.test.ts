import { describeProblem, type Finding, type Problem } from "@groundplan/core/problems";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan } from "../zone/index.ts";
import { compose, compositionProblems } from "./compose.ts";
import {
  block,
  bypassCache,
  challenge,
  log,
  redirect,
  requestHeaders,
  rewriteUrl,
  skip,
} from "./index.ts";
import type { EdgeRule, RuleSources } from "./rule.ts";

const at = (key: string) => ({ key, when: "ssl", description: "A rule" });
const blocks = (...keys: string[]): EdgeRule[] => keys.map((key) => block(at(key)));
const spare = (key: string) =>
  skip({ key, when: "ssl", reason: "The uptime monitor", what: ["rate-limits"] });

const sentences = (findings: readonly Finding[]): string[] =>
  findings
    .filter((each): each is Problem => Boolean(each))
    .map((problem) => describeProblem("", problem).replace(/^: /, ""));

const problemsOf = (sources: RuleSources, plan: Plan = "pro"): string[] =>
  sentences(compositionProblems(sources, { name: "example.com", plan }));

describe("a composition", () => {
  it("is ordered by the priority of the sources, then as each lists its rules", () => {
    const sources = {
      late: { priority: 900, rules: blocks("b", "a") },
      early: { priority: 1, rules: blocks("d", "c") },
    };
    expect(compose(sources)["waf-custom"]!.map(({ ref }) => ref)).toEqual([
      "early-d",
      "early-c",
      "late-b",
      "late-a",
    ]);
  });

  it("is the same whatever order the sources are written in", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, (given) => {
        const entries = given.map((name, i) => [
          name,
          { priority: i + 1, rules: blocks("x", "y") },
        ]);
        const forward = compose(Object.fromEntries(entries));
        expect(compose(Object.fromEntries(entries.reverse()))).toEqual(forward);
      }),
    );
  });

  it("puts every rule into the ruleset of its phase", () => {
    const rules = [...blocks("a"), bypassCache(at("b"))];
    expect(Object.keys(compose({ all: { priority: 1, rules } })).sort()).toEqual([
      "cache",
      "waf-custom",
    ]);
  });
});

describe("sources are refused", () => {
  it("when two have rules in one phase at one priority: nobody chose their order", () => {
    const both = { a: { priority: 5, rules: blocks("x") }, b: { priority: 5, rules: blocks("y") } };
    expect(problemsOf(both)).toEqual([
      "sources.b.priority must differ from that of a: both have rules in waf-custom, got 5",
    ]);
    const apart = { ...both, b: { priority: 5, rules: [bypassCache(at("y"))] } };
    expect(problemsOf(apart)).toEqual([]);
  });

  it("when a key repeats, or two refs become one", () => {
    expect(problemsOf({ a: { priority: 5, rules: blocks("x", "x") } })).toContain(
      'sources.a.rules must not repeat a value, got "x"',
    );
    const refs = {
      "a-b": { priority: 1, rules: blocks("c") },
      a: { priority: 2, rules: blocks("b-c") },
    };
    expect(problemsOf(refs)).toEqual(['sources must not repeat a value, got "a-b-c"']);
  });

  it("when a name, a priority or a description is none", () => {
    const rule = { ...block(at("Key")), description: " " };
    expect(problemsOf({ "My Source": { priority: 0, rules: [rule] } })).toEqual([
      'sources.My Source must be named in kebab case, got "My Source"',
      "sources.My Source.priority must be 1 to 1000, got 0",
      'My Source.Key must have a key in kebab case, got "Key"',
      "My Source.Key.description must say what the rule is for",
    ]);
  });

  it("when a rule that spares requests stands behind one that blocks them", () => {
    const sources = {
      blocks: { priority: 1, rules: blocks("x") },
      monitor: { priority: 2, rules: [spare("y")] },
    };
    expect(problemsOf(sources)).toEqual([
      "monitor.y must come before blocks-x, which acts on requests; give its source a lower priority, or list it first",
    ]);
    const first = {
      ...sources,
      monitor: { priority: 1, rules: [spare("y")] },
      blocks: { priority: 2, rules: blocks("x") },
    };
    expect(problemsOf(first)).toEqual([]);
  });

  it.each([
    ["free", 5],
    ["pro", 20],
    ["business", 100],
  ] as const)("when a %s zone gets more than %i custom rules", (plan, limit) => {
    const keys = Array.from({ length: limit + 1 }, (_, i) => `rule-${i}`);
    const sources = { all: { priority: 1, rules: blocks(...keys) } };
    expect(problemsOf(sources, plan)).toEqual([
      `waf-custom must have at most ${limit} rules on the ${plan} plan, got ${limit + 1}`,
    ]);
  });

  it("when transform rules of three kinds are too many together", () => {
    const path = { path: { value: "/x" } };
    const rules = Array.from({ length: 6 }, (_, i) => [
      rewriteUrl({ ...at(`url-${i}`), ...path }),
      requestHeaders({ ...at(`header-${i}`), remove: ["x-old"] }),
    ]).flat();
    expect(problemsOf({ all: { priority: 1, rules } }, "free")).toEqual([
      "transform rules must have at most 10 rules on the free plan, got 12",
    ]);
  });
});

describe("a rule is refused", () => {
  it("when it logs below the enterprise plan", () => {
    const sources = { a: { priority: 1, rules: [log(at("x"))] } };
    expect(problemsOf(sources, "business")).toEqual([
      'a.x.action must be left out below the enterprise plan, got "log"; the zone\'s plan is business',
    ]);
    expect(problemsOf(sources, "enterprise")).toEqual([]);
  });

  it("when it spares nothing, or Bot Fight Mode, which no rule can skip", () => {
    const bots = skip({ ...at("x"), reason: "Clients are apps", what: ["super-bot-fight-mode"] });
    expect(problemsOf({ a: { priority: 1, rules: [bots] } }, "free")).toEqual([
      'a.x.what must be left out below the pro plan, got "super-bot-fight-mode"; the zone\'s plan is free',
    ]);
    const nothing = skip({ ...at("x"), reason: "why", what: [] });
    expect(problemsOf({ a: { priority: 1, rules: [nothing] } })).toEqual([
      'a.x.reason must say why in 10 to 200 characters, got "why"',
      "a.x.what must name at least one thing to skip",
    ]);
  });

  it("when its response is none that Cloudflare takes", () => {
    const response = { statusCode: 200, contentType: "application/json", content: "{" } as const;
    expect(
      problemsOf({ a: { priority: 1, rules: [block({ ...at("x"), response })] } }, "free"),
    ).toEqual([
      "a.x.response must be left out below the pro plan; the zone's plan is free",
      "a.x.response.statusCode must be 400 to 499, got 200",
      'a.x.response.content must be JSON as its type says, got "{"',
    ]);
  });

  it("when a redirect leads nowhere, or in a circle", () => {
    const rules = [
      redirect({ ...at("plain"), to: { url: "http://example.com" } }),
      redirect({ ...at("circle"), when: "true", to: { url: "https://example.com" } }),
    ];
    expect(problemsOf({ a: { priority: 1, rules } })).toEqual([
      'a.plain.to.url must be an https address, got "http://example.com"',
      "a.circle.when must not be everything: the target would be sent to itself",
    ]);
  });

  it("is reported with every other that is wrong", () => {
    const rules = [challenge({ ...at("a"), when: "(" }), challenge({ ...at("b"), when: "" })];
    expect(problemsOf({ s: { priority: 1, rules } })).toEqual([
      's.a.when must close every bracket with ), got "("',
      "s.b.when must not be empty",
    ]);
  });
});
