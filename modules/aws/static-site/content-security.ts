import { type Finding, must, unique } from "@groundplan/core/problems";
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

/** Everything that is wrong with sources, each and together. */
export function contentProblems(sources: ContentSources, unsafe: Reason | undefined): Finding[] {
  const { length } = contentSecurityPolicy(sources);
  return [
    ...Object.entries(sources).flatMap(([kind, each]) => sourceProblems(kind, each, unsafe)),
    must(
      length <= LONGEST_POLICY,
      "headers.contentSources",
      `make a policy of at most ${LONGEST_POLICY} characters (quota)`,
      length,
    ),
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
