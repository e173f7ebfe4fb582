import { type Finding, must } from "@groundplan/core/problems";
import type { Routing, StaticSiteProps } from "./static-site-props.ts";

/** What the function at the edge must know. */
export interface EdgeRules {
  readonly routing: Routing;
  /** Where other names are sent to. Default: there are none. */
  readonly home?: string;
  /** Names that are sent there. */
  readonly redirected: readonly string[];
  /** Whether visitors are asked for a password. */
  readonly asks: boolean;
}

/** Largest function that CloudFront takes (quota "Maximum function size"). */
const MOST_BYTES = 10_240;

/** What a site's function must know. */
export function edgeRulesOf({ routing, domain, visitors }: StaticSiteProps): EdgeRules {
  return {
    routing,
    home: domain?.name,
    redirected: domain?.redirected ?? [],
    asks: visitors === "with-password",
  };
}

/** Many long names make a large function. */
export function sizeProblem(props: StaticSiteProps): Finding {
  const { length } = Buffer.from(viewerRequestCode(edgeRulesOf(props)));
  return must(
    length <= MOST_BYTES,
    "domain.redirected",
    `leave the function within ${MOST_BYTES} bytes (quota)`,
    length,
    "redirect some of the names elsewhere",
  );
}

/** Key of the store under which the hash of a password lies. */
export const PASSWORD_KEY = "basic-auth-sha256";

/** Looks for the store that is associated with the function; there is only one. */
const STORE = `import cf from "cloudfront";
const crypto = require("crypto");

/** Hex of the SHA-256 of the header, against what somebody put into the store. Nothing there: nobody gets in. */
async function isKnown(request) {
  const header = request.headers.authorization;
  if (!header) return false;
  try {
    const known = await cf.kvs().get("${PASSWORD_KEY}");
    return crypto.createHash("sha256").update(header.value).digest("hex") === known;
  } catch (error) {
    return false;
  }
}

function askedForPassword() {
  return {
    statusCode: 401,
    statusDescription: "Unauthorized",
    headers: {
      "www-authenticate": { value: 'Basic realm="Preview", charset="UTF-8"' },
      "cache-control": { value: "no-store" },
    },
  };
}
`;

/** Absolute addresses alone: `//other.example/a` as a location would lead to another site. */
const MOVED = `
function moved(code, words, host, uri, request) {
  const location = "https://" + host + uri + queryOf(request.querystring);
  return { statusCode: code, statusDescription: words, headers: { location: { value: location } } };
}

function queryOf(querystring) {
  const pairs = [];
  for (const name in querystring) {
    const given = querystring[name];
    (given.multiValue || [given]).forEach((each) => {
      pairs.push(each.value === "" ? name : name + "=" + each.value);
    });
  }
  return pairs.length === 0 ? "" : "?" + pairs.join("&");
}
`;

/** Where a path's file lies, by the way of routing; a redirect is given as `[path]`. */
const FILES: Readonly<Record<Routing, string>> = {
  folders: `
function fileOf(uri) {
  if (uri.endsWith("/")) return uri + "index.html";
  return namesFile(uri) ? uri : [uri + "/"];
}
`,
  "html-files": `
function fileOf(uri) {
  if (uri === "/") return "/index.html";
  if (uri.endsWith("/")) return [uri.replace(/\\/+$/, "") || "/"];
  return namesFile(uri) ? uri : uri + ".html";
}
`,
  "single-page": `
function fileOf(uri) {
  return namesFile(uri) ? uri : "/index.html";
}
`,
};

/**
 * The function that CloudFront runs on each request of a visitor: other names are sent home, visitors
 * are asked, addresses find their files. It never sees an API.
 *
 * Its JavaScript runtime 2.0 is ECMAScript 5.1 with some of what came later, so it is written without
 * classes, `for...of` and destructuring: CloudFront would refuse it at apply.
 */
export function viewerRequestCode({ routing, home, redirected, asks }: EdgeRules): string {
  return `// Made by the module static-site; a change by hand is undone by the next apply.
${asks ? STORE : ""}
const HOME = ${JSON.stringify(home ?? "")};
const REDIRECTED = ${JSON.stringify(redirected)};
${MOVED}
/** What standards ask for has no ending either: it is taken as it is. */
function namesFile(uri) {
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  return last.includes(".") || uri.startsWith("/.well-known/");
}
${FILES[routing]}
${asks ? "async " : ""}function handler(event) {
  const request = event.request;
  const host = request.headers.host ? request.headers.host.value : HOME;
  if (REDIRECTED.includes(host)) {
    return moved(301, "Moved Permanently", HOME, request.uri, request);
  }
${asks ? "  if (!(await isKnown(request))) return askedForPassword();\n" : ""}\
  const file = fileOf(request.uri);
  if (Array.isArray(file)) return moved(302, "Found", host, file[0], request);
  request.uri = file;
  return request;
}
`;
}
