import type { CloudfrontResponseHeadersPolicyConfig } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy/index.js";
import { atLeast, type Finding, must, reasonGiven, unique, whole } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";

/** What a rule of the content security policy is about. */
export type ContentKind =
  | "base-uri"
  | "connect-src"
  | "default-src"
  | "font-src"
  | "form-action"
  | "frame-ancestors"
  | "frame-src"
  | "img-src"
  | "manifest-src"
  | "media-src"
  | "object-src"
  | "script-src"
  | "style-src"
  | "worker-src";

/** Sources by what they are for: `{ "img-src": ["self", "https://images.example.com"] }`. */
export type ContentSources = Readonly<Partial<Record<ContentKind, readonly string[]>>>;

/** What browsers are told to refuse. */
export interface SecurityHeaders {
  /**
   * Sources that a page may use: `self`, `none`, a site with scheme, `data:`, `sha256-...`. One that is
   * named here is taken instead of ours; all others stay.
   */
  readonly contentSources?: ContentSources;
  /** Why scripts may be written into pages or be made of text (`unsafe-inline`, `unsafe-eval`), or come from anywhere. */
  readonly unsafeScripts?: Reason;
  /**
   * Seconds that a browser asks for this name by HTTPS alone. It cannot be taken back before.
   * Default: 300 in dev, two years in prod.
   */
  readonly hstsSeconds?: number;
  /** Whether that holds for every name below it, too. Default: false. */
  readonly hstsSubdomains?: boolean;
  /** What other sites learn of where a visitor comes from. Default: "strict-origin-when-cross-origin". */
  readonly referrer?: "no-referrer" | "same-origin" | "strict-origin-when-cross-origin";
}

/** What a page may use where its author says nothing. */
const OWN_SOURCES: ContentSources = {
  "base-uri": ["self"],
  "default-src": ["self"],
  "form-action": ["self"],
  "frame-ancestors": ["none"],
  "object-src": ["none"],
};

const KEYWORD =
  /^(self|none|unsafe-inline|unsafe-eval|wasm-unsafe-eval|strict-dynamic|sha(256|384|512)-[A-Za-z0-9+/]+=*)$/;
const SCHEME = /^(data|blob|https|wss):$/;
const SITE = /^(https|wss):\/\/(\*\.)?[a-z0-9.-]+(:\d+)?(\/[\w./-]*)?$/;
const UNSAFE = /^(unsafe-inline|unsafe-eval|\*|(blob|data|https|wss):)$/;

/** Longest policy that CloudFront takes (quota "Length of the content security policy value"). */
const LONGEST_POLICY = 1783;

/** Everything that is wrong with the headers. */
export function headerProblems(headers: SecurityHeaders = {}): Finding[] {
  const { contentSources = {}, unsafeScripts, hstsSeconds } = headers;
  const policy = contentSecurityPolicy(contentSources);
  return [
    ...Object.entries(contentSources).flatMap(([kind, sources]) =>
      sourceProblems(kind, sources, unsafeScripts),
    ),
    ...(unsafeScripts ? reasonProblems(unsafeScripts) : []),
    must(
      policy.length <= LONGEST_POLICY,
      "headers.contentSources",
      `make a policy of at most ${LONGEST_POLICY} characters (quota)`,
      policy.length,
    ),
    atLeast("headers.hstsSeconds", hstsSeconds, 0),
    whole("headers.hstsSeconds", hstsSeconds),
  ];
}

/** The reason becomes a comment, which CloudFront ends at 128 characters. */
function reasonProblems({ reason }: Reason): Finding[] {
  const prop = "headers.unsafeScripts";
  const { length } = reason;
  return [
    reasonGiven(prop, reason),
    must(length <= 128, `${prop}.reason`, "have at most 128 characters (CloudFront)", length),
  ];
}

function sourceProblems(kind: string, sources: readonly string[], unsafe?: Reason): Finding[] {
  const prop = `headers.contentSources.${kind}`;
  const runsScripts = kind === "script-src" || kind === "default-src";
  return [
    must(sources.length > 0, prop, "name a source", undefined, 'to allow nothing say "none"'),
    unique(prop, sources),
    must(!sources.includes("none") || sources.length === 1, prop, "have none beside none"),
    ...sources.flatMap((source) => [
      must(
        source === "*" || KEYWORD.test(source) || SCHEME.test(source) || SITE.test(source),
        prop,
        "be self, none, a hash, a scheme such as data: or a site such as https://cdn.example.com",
        source,
      ),
      must(
        !(runsScripts && UNSAFE.test(source)) || unsafe !== undefined,
        prop,
        "not let foreign text run as a script",
        source,
        "name its hash, or say why in headers.unsafeScripts",
      ),
    ]),
  ];
}

/** The policy as browsers read it: keywords quoted, kinds in order. */
export function contentSecurityPolicy(given: ContentSources = {}): string {
  const sources: ContentSources = { ...OWN_SOURCES, ...given };
  const kinds = Object.keys(sources).sort() as ContentKind[];
  const quoted = (source: string) => (KEYWORD.test(source) ? `'${source}'` : source);
  return [
    ...kinds.map((kind) => [kind, ...sources[kind]!.map(quoted)].join(" ")),
    "upgrade-insecure-requests",
  ].join("; ");
}

/**
 * What CloudFront puts on every answer of the site.
 *
 * @param indexed whether search engines may list it
 */
export function securityHeaders(
  headers: SecurityHeaders & { readonly hstsSeconds: number },
  indexed: boolean,
): Omit<CloudfrontResponseHeadersPolicyConfig, "name"> {
  const { contentSources, unsafeScripts, referrer = "strict-origin-when-cross-origin" } = headers;
  const override = true;
  const frame = frameOption(contentSources?.["frame-ancestors"] ?? ["none"]);
  return {
    comment: unsafeScripts?.reason,
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(contentSources),
        override,
      },
      contentTypeOptions: { override },
      frameOptions: frame && { frameOption: frame, override },
      referrerPolicy: { referrerPolicy: referrer, override },
      strictTransportSecurity: {
        accessControlMaxAgeSec: headers.hstsSeconds,
        includeSubdomains: headers.hstsSubdomains ?? false,
        override,
      },
    },
    customHeadersConfig: indexed
      ? undefined
      : { items: [{ header: "x-robots-tag", value: "noindex", override }] },
  };
}

/** Older browsers' word for who may frame a page; it has none for a list of sites. */
function frameOption([first, ...more]: readonly string[]): "DENY" | "SAMEORIGIN" | undefined {
  if (more.length > 0) return undefined;
  if (first === "none") return "DENY";
  return first === "self" ? "SAMEORIGIN" : undefined;
}
