import type { Json } from "../../stacks/template.ts";
import { canonical } from "../diff/same.ts";
import { cut } from "../diff/shown.ts";
import { code } from "../phrase.ts";
import { type Finding, type Judge, objectsOf, textOf, withoutBraces } from "./access.ts";

/** Actions of a rule that keep somebody out. */
const REFUSING = ["block", "challenge", "managed_challenge", "js_challenge", "execute"];

/** Actions of a rule that let somebody past other rules. */
const PASSING = ["skip", "allow", "log"];

/** Which rules of a Cloudflare ruleset come and go. */
const judgeRuleset: Judge = ({ before, after }) => {
  const [had, has] = [rulesOf(before), rulesOf(after)];
  const keys = [...new Set([...had.keys(), ...has.keys()])];
  const found = keys.flatMap((key): Finding[] => {
    const [old, now] = [had.get(key), has.get(key)];
    if (doingOf(old) === doingOf(now)) return [];
    if (old && now) {
      const phrase = ["rule ", code(labelOf(now)), " matches or does something else now"];
      return [{ verdict: "open", wide: false, phrase }];
    }
    return judgeRule(labelOf((now ?? old)!), textOf(now ?? old, "action") ?? "", now !== undefined);
  });
  return [...found, ...judgeOrder(had, has)];
};

/** A rule that ends the work on a request keeps the rules behind it from theirs. */
function judgeOrder(had: ReadonlyMap<string, Json>, has: ReadonlyMap<string, Json>): Finding[] {
  const before = [...had.keys()].filter((key) => has.has(key));
  const after = [...has.keys()].filter((key) => had.has(key));
  const at = after.findIndex((key, index) => key !== before[index]);
  if (at < 0) return [];
  const [first, second] = [after[at]!, before[at]!].map((key) => code(labelOf(has.get(key)!)));
  const phrase = ["rules come in another order: ", first!, " stands before ", second!, " now"];
  return [{ verdict: "open", wide: false, phrase }];
}

function judgeRule(label: string, action: string, comes: boolean): Finding[] {
  const verb = comes ? " comes" : " goes";
  const refuses = REFUSING.includes(action);
  if (!refuses && !PASSING.includes(action)) return [];
  return [
    {
      verdict: refuses === comes ? "narrows" : "broadens",
      wide: false,
      phrase: ["rule ", code(label), " (", code(action), ")", verb],
    },
  ];
}

/** What a rule does; the provider sets the rest. */
const DOING = ["action", "expression", "action_parameters", "ratelimit"];

/** The rules that are on, by what they are known by. */
function rulesOf(values: Json | undefined): Map<string, Json> {
  const rules = objectsOf(values?.["rules"]).filter(({ enabled }) => enabled !== false);
  return new Map(
    rules.map((rule) => {
      const kept = Object.fromEntries(DOING.map((key) => [key, rule[key]]));
      const label = { description: rule["description"], ref: rule["ref"] };
      return [
        textOf(rule, "ref") ?? textOf(rule, "description") ?? canonical(kept),
        { ...kept, ...label },
      ];
    }),
  );
}

function doingOf(rule: Json | undefined): string {
  return canonical(rule && DOING.map((key) => rule[key]));
}

function labelOf(rule: Json): string {
  return cut(
    textOf(rule, "description") ?? textOf(rule, "ref") ?? textOf(rule, "expression") ?? "?",
    80,
  );
}

/** Where a name leads, and whether what stands behind it is hidden. */
const judgeRecord: Judge = ({ name, before, after }) => {
  const label = code(withoutBraces(textOf(after ?? before, "name") ?? name));
  const kind = textOf(after ?? before, "type") ?? "";
  if (!["A", "AAAA", "CNAME", "NS"].includes(kind)) return [];
  const [old, now] = [textOf(before, "content"), textOf(after, "content")];
  const found: Finding[] = [];
  if (after && after["proxied"] !== true && before?.["proxied"] === true) {
    found.push({
      verdict: "broadens",
      wide: false,
      phrase: [label, " is no longer proxied: what is behind it can be reached past Cloudflare"],
    });
  }
  if (before && after && before["proxied"] !== true && after["proxied"] === true) {
    found.push({ verdict: "narrows", wide: false, phrase: [label, " is proxied now"] });
  }
  if (before && after && old !== now) {
    const to = now ? code(withoutBraces(now)) : "what is known after the apply";
    found.push({
      verdict: "open",
      wide: false,
      phrase: [label, " leads to ", to, " in place of ", code(old ?? "nothing")],
    });
  }
  if (
    after &&
    !before &&
    after["proxied"] !== true &&
    kind !== "NS" &&
    !/^_/.test(textOf(after, "name") ?? "_")
  ) {
    found.push({
      verdict: "broadens",
      wide: false,
      phrase: [
        label,
        " leads to ",
        code(withoutBraces(now ?? "what is known after the apply")),
        " unproxied",
      ],
    });
  }
  return found;
};

/** Types that `judgeEdge` judges. */
export const EDGE_TYPES: readonly string[] = ["cloudflare_ruleset", "cloudflare_dns_record"];

/** What stands at Cloudflare's edge: rules and records. */
export const judgeEdge: Judge = (subject) =>
  subject.type === "cloudflare_ruleset" ? judgeRuleset(subject) : judgeRecord(subject);
