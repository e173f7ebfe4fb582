import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { type Answer, type ForgeRefusal, refusalOf } from "./forge.ts";

/** Longest time that a read waits for a limit to pass, in seconds. */
const LONGEST_WAIT = 900;

/** Answers that are not asked for again. */
const FINAL = [400, 401, 403, 404, 410, 422, 429, 451];

/** How often a read is tried again. */
const RETRIES = 4;

const Kit = Octokit.plugin(paginateRest, retry, throttling);

/** A client of GitHub's API that reads patiently, and writes once. */
export type GithubClient = InstanceType<typeof Kit>;

/** How the API is reached. */
export interface GithubAccess {
  /** `https://api.github.com`, or that of a server of one's own. */
  readonly api: string;
  readonly token: string;
  readonly talk: (text: string) => void;
  readonly now: () => Date;
  /** Length of a second while waiting, in milliseconds. Default: 1000. */
  readonly second?: number;
  /** Leave a second between writes, as GitHub wants it, and wait for limits. Default: true. */
  readonly paced?: boolean;
}

/**
 * Makes a client. What reads is tried again by octokit: after errors of the server, and when a limit
 * has passed. What writes never is: whoever writes must look first what stands there by now.
 */
export function githubClient({
  api,
  token,
  talk,
  second = 1000,
  paced = true,
}: GithubAccess): GithubClient {
  const mayWait = (
    after: number,
    { method, url }: { readonly method: string; readonly url: string },
    _: unknown,
    tried: number,
  ): boolean => {
    const reads = method === "GET" || url.endsWith("/graphql");
    if (!reads || tried >= RETRIES || after > LONGEST_WAIT) return false;
    talk(`infra: GitHub asks to wait ${after} s`);
    return true;
  };
  return new Kit({
    auth: token,
    baseUrl: api,
    userAgent: "groundplan",
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    // 429 says itself how long to wait: that is the throttle's.
    retry: { retries: RETRIES, retryAfterBaseValue: second, doNotRetry: FINAL },
    throttle: {
      enabled: paced,
      id: `${api} ${second}`,
      retryAfterBaseValue: second,
      onRateLimit: mayWait,
      onSecondaryRateLimit: mayWait,
    },
  });
}

/** Options of a request that writes. */
export const ONCE = { request: { retries: 0 } } as const;

/** Does something with GitHub; what it refuses is thrown as a `ForgeRefusal`. */
export async function onGithub<R>(
  { now }: Pick<GithubAccess, "now">,
  what: string,
  work: () => Promise<R>,
): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw githubRefusal(what, error, now());
  }
}

function githubRefusal(what: string, error: unknown, now: Date): ForgeRefusal {
  const {
    status = 0,
    response,
    message = "",
  } = error as {
    readonly status?: number;
    readonly message?: string;
    readonly response?: { readonly headers: Answer["headers"]; readonly data?: unknown };
  };
  // A network error of fetch has no response, and octokit calls it 500.
  const headers = response?.headers ?? {};
  return refusalOf(what, { status: response ? status : 0, headers, text: message }, now);
}
