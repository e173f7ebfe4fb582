import { must, oneOf } from "@groundplan/core/problems";
import { Token } from "cdktf";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

export interface RedirectProps extends RuleProps {
  /** Where to: a fixed https address, or an expression that makes one. */
  readonly to: { readonly url: string } | { readonly expression: string };
  /** 301 and 308 are kept by browsers for good; 302 and 307 can be taken back. @default 302 */
  readonly statusCode?: 301 | 302 | 303 | 307 | 308;
  /** Hands the query string on. @default true */
  readonly keepQuery?: boolean;
}

/** Sends visitors elsewhere. The name must be proxied, or Cloudflare never sees the request. */
export function redirect(props: RedirectProps): EdgeRule {
  const { to } = props;
  return ruleOf(props, {
    ruleset: "redirects",
    action: "redirect",
    actionParameters: {
      fromValue: {
        statusCode: props.statusCode ?? 302,
        targetUrl: "url" in to ? { value: to.url } : { expression: to.expression },
        preserveQueryString: props.keepQuery ?? true,
      },
    },
    problems: ({ at }) => [
      oneOf(`${at}.statusCode`, props.statusCode, [301, 302, 303, 307, 308]),
      "url" in to &&
        must(
          Token.isUnresolved(to.url) || /^https:\/\/[^\s]+$/.test(to.url),
          `${at}.to.url`,
          "be an https address",
          to.url,
        ),
      "url" in to &&
        must(
          !(props.when.trim() === "true" && !Token.isUnresolved(to.url)),
          `${at}.when`,
          "not be everything: the target would be sent to itself",
        ),
    ],
  });
}
