import { createHash } from "node:crypto";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Routing } from "./static-site-props.ts";
import { type EdgeRules, PASSWORD_KEY, viewerRequestCode } from "./viewer-request.ts";

/** A request as CloudFront gives it (Developer Guide, "CloudFront Functions event structure"). */
interface Request {
  readonly method: string;
  uri: string;
  readonly querystring: Record<string, { value: string; multiValue?: { value: string }[] }>;
  readonly headers: Record<string, { value: string }>;
  readonly cookies: Record<string, { value: string }>;
}

interface Answer {
  readonly uri?: string;
  readonly statusCode?: number;
  readonly headers: Record<string, { value: string }>;
}

const HOST = "www.example.com";

/** Runs the code as it is deployed; `import` is the one thing that a script of vm does not know. */
function edge(settings: Partial<EdgeRules>, store: Record<string, string> = {}) {
  const code = viewerRequestCode({ routing: "folders", redirected: [], asks: false, ...settings });
  const kvs = () => ({
    get: async (key: string) => {
      if (store[key] === undefined) throw new Error("KeyNotFound");
      return store[key];
    },
  });
  const context = createContext({
    cf: { kvs },
    require: (name: string) => (name === "crypto" ? { createHash } : undefined),
  });
  runInContext(code.replace('import cf from "cloudfront";', ""), context);
  return async (uri: string, more: Partial<Request> = {}): Promise<Answer> => {
    const request: Request = {
      method: "GET",
      uri,
      querystring: {},
      headers: { host: { value: HOST } },
      cookies: {},
      ...more,
    };
    context["event"] = {
      version: "1.0",
      context: { eventType: "viewer-request", distributionId: "EDFDVBD6EXAMPLE" },
      viewer: { ip: "198.51.100.11" },
      request,
    };
    // Through JSON: objects of another realm have other prototypes.
    return JSON.parse(JSON.stringify(await runInContext("handler(event)", context)));
  };
}

const locationOf = ({ statusCode, headers }: Answer) => [statusCode, headers["location"]?.value];

describe("an address", () => {
  it.each<[Routing, string, string]>([
    ["folders", "/", "/index.html"],
    ["folders", "/about/", "/about/index.html"],
    ["folders", "/assets/app-1a2b.js", "/assets/app-1a2b.js"],
    ["html-files", "/", "/index.html"],
    ["html-files", "/docs/start", "/docs/start.html"],
    ["html-files", "/feed.xml", "/feed.xml"],
    ["single-page", "/", "/index.html"],
    ["single-page", "/albums/17/tracks", "/index.html"],
    ["single-page", "/albums/", "/index.html"],
    ["single-page", "/assets/gone-1a2b.js", "/assets/gone-1a2b.js"],
    ["single-page", "/v1.2/albums", "/index.html"],
    ...(["folders", "html-files", "single-page"] as const).map(
      (routing): [Routing, string, string] => [
        routing,
        "/.well-known/apple-app-site-association",
        "/.well-known/apple-app-site-association",
      ],
    ),
  ])("with %s: %s is the file %s", async (routing, uri, file) => {
    const { uri: found, statusCode } = await edge({ routing })(uri);
    expect([found, statusCode]).toEqual([file, undefined]);
  });

  it.each<[Routing, string, string]>([
    ["folders", "/about", "/about/"],
    ["html-files", "/about/", "/about"],
    ["html-files", "//", "/"],
  ])(
    "with %s: %s is sent to %s, so that what the page names is found",
    async (routing, uri, to) => {
      const answer = await edge({ routing })(uri);
      expect(locationOf(answer)).toEqual([302, `https://${HOST}${to}`]);
    },
  );

  it("with two slashes leads to no other site", async () => {
    const answer = await edge({ routing: "folders" })("//evil.example/login");
    expect(locationOf(answer)).toEqual([302, `https://${HOST}//evil.example/login/`]);
  });
});

describe("another name", () => {
  const visit = edge({ home: HOST, redirected: ["example.com"] });

  it("is sent home for good, path and query kept", async () => {
    const answer = await visit("/search", {
      headers: { host: { value: "example.com" } },
      querystring: {
        q: { value: "b%26w" },
        tag: { value: "a", multiValue: [{ value: "a" }, { value: "b" }] },
        all: { value: "" },
      },
    });
    expect(locationOf(answer)).toEqual([
      301,
      "https://www.example.com/search?q=b%26w&tag=a&tag=b&all",
    ]);
  });

  it("that is not listed is served, as home itself is", async () => {
    for (const value of [HOST, "d111111abcdef8.cloudfront.net"]) {
      const { uri } = await visit("/a.txt", { headers: { host: { value } } });
      expect(uri).toBe("/a.txt");
    }
  });
});

describe("a preview", () => {
  const header = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  const hash = createHash("sha256").update(header("dev:tulip")).digest("hex");
  const asking = (value?: string, store: Record<string, string> = { [PASSWORD_KEY]: hash }) =>
    edge({ asks: true }, store)("/a.txt", {
      headers: { host: { value: HOST }, ...(value && { authorization: { value } }) },
    });

  it("opens to who has the password", async () => {
    expect((await asking(header("dev:tulip"))).uri).toBe("/a.txt");
  });

  it.each([
    ["nothing", undefined],
    ["another password", header("dev:rose")],
    ["the hash itself", hash],
  ])("asks who brings %s", async (_, value) => {
    const { statusCode, headers } = await asking(value);
    expect([statusCode, headers["www-authenticate"]?.value]).toEqual([
      401,
      'Basic realm="Preview", charset="UTF-8"',
    ]);
  });

  it("is shut while the store is empty, to whoever guesses that as well", async () => {
    for (const value of [header("dev:tulip"), "undefined", ""]) {
      expect((await asking(value, {})).statusCode).toBe(401);
    }
  });
});

it("the function waits for the store where it asks, and for nothing else", () => {
  const code = (asks: boolean) => viewerRequestCode({ routing: "folders", redirected: [], asks });
  expect(code(true)).toContain("async function handler");
  expect(code(false)).not.toMatch(/async|import|require/);
});
