import { type Finding, must } from "@groundplan/core/problems";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

/** A fixed text, or an expression that makes one. */
export type Rewritten = { readonly value: string } | { readonly expression: string };

export interface RewriteUrlProps extends RuleProps {
  /** The new path. @default the visitor's */
  readonly path?: Rewritten;
  /** The new query string, without `?`. @default the visitor's */
  readonly query?: Rewritten;
}

/** Asks the origin for another path or query than the visitor did. */
export function rewriteUrl(props: RewriteUrlProps): EdgeRule {
  const { path, query } = props;
  return ruleOf(props, {
    ruleset: "transform",
    action: "rewrite",
    actionParameters: { uri: { ...(path && { path }), ...(query && { query }) } },
    problems: ({ at }) => [
      must(path !== undefined || query !== undefined, at, "change the path or the query"),
    ],
  });
}

export interface HeaderProps extends RuleProps {
  /** Headers that get a value, by name. @default none */
  readonly set?: Readonly<Record<string, Rewritten>>;
  /** Headers that are taken away. @default none */
  readonly remove?: readonly string[];
}

/** Changes what the origin is told. A secret does not belong here: it would stand in the state. */
export function requestHeaders(props: HeaderProps): EdgeRule {
  return headerRule("request-headers", props);
}

/** Changes what browsers are told. */
export function responseHeaders(props: HeaderProps): EdgeRule {
  return headerRule("response-headers", props);
}

function headerRule(ruleset: "request-headers" | "response-headers", props: HeaderProps): EdgeRule {
  const set = Object.entries(props.set ?? {});
  const remove = props.remove ?? [];
  return ruleOf(props, {
    ruleset,
    action: "rewrite",
    actionParameters: {
      headers: Object.fromEntries([
        ...set.map(([name, to]) => [name, { operation: "set", ...to }] as const),
        ...remove.map((name) => [name, { operation: "remove" }] as const),
      ]),
    },
    problems: ({ at }) =>
      headerProblems(
        at,
        set.map(([name]) => name),
        remove,
      ),
  });
}

function headerProblems(at: string, set: readonly string[], remove: readonly string[]): Finding[] {
  return [
    must(set.length + remove.length > 0, at, "set or remove a header"),
    ...[...set, ...remove].flatMap((name) => [
      must(/^[A-Za-z0-9_-]+$/.test(name), at, "name headers by letters, digits, - and _", name),
      must(!/^(x-)?cf-/i.test(name), at, "leave Cloudflare's own headers alone", name),
    ]),
    ...remove.map((name) => must(!set.includes(name), at, "not set and remove a header", name)),
  ];
}
