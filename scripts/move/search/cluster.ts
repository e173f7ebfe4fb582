import { parse } from "lossless-json";
import type { MoveRefused } from "../../stepwise/refused.ts";
import { keyOf } from "../aws/identity.ts";
import { type Signer, signed } from "../aws/signing.ts";
import { type Cures, refusedWith } from "../cures.ts";
import { secretIn } from "../surroundings.ts";
import type { World } from "../world.ts";
import type { SearchPlace } from "./plan.ts";

/** A question to a cluster. */
export interface Question {
  /** What is done by it, for messages: `counting articles`. */
  readonly doing: string;
  /** @default GET */
  readonly method?: "GET" | "PUT" | "POST" | "DELETE";
  /** As JSON. @default nothing */
  readonly body?: object;
  /** Status that is no failure, but says that there is no such thing. @default 404 */
  readonly nothing?: readonly number[];
  /** How often it is asked where nobody answers. @default 8 */
  readonly unanswered?: number;
  /** Numbers in the answer keep all their digits. @default false */
  readonly exact?: boolean;
}

/** How often one question is asked, and how long apart: twice as long each time, up to the most. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 15_000;

/** An answer that takes longer is none. */
const TIMEOUT_MS = 120_000;

const CURES: Cures = [
  [/^(401|403)\b/, "look at the user, the profile, and what they may do there"],
  [/^429\b/, "it has too much to do: run the same command again later, which goes on"],
  [/^(50\d|no answer)\b/, "it did not answer: run the same command again, which goes on"],
  [
    /whitelisted|allowlist/,
    "name the source in the target's reindex.remote.allowlist, and restart it",
  ],
];

/** One of the two. */
export class Cluster {
  readonly side: "source" | "target";
  readonly name: string;
  readonly place: SearchPlace;
  readonly #world: World;
  readonly #signer: Signer | undefined;

  constructor(side: "source" | "target", place: SearchPlace, world: World) {
    const { url, region } = place;
    this.side = side;
    this.name = url;
    this.place = place;
    this.#world = world;
    this.#signer = region ? { region, service: "es", key: keyOf(place, world.env) } : undefined;
  }

  /**
   * Asks, and again where it has too much to do.
   *
   * @throws MoveRefused with what it said; where it says that there is nothing, gives nothing
   */
  async ask<T>(path: string, question: Question): Promise<T | undefined> {
    const { doing, method = "GET", nothing = [404] } = question;
    const { unanswered = ATTEMPTS, exact = false } = question;
    const mayRepeat = (status: number | undefined) =>
      status === 429 || (method === "GET" && (status === undefined || status >= 502));
    for (let tried = 1; ; tried++) {
      const { status, text } = await this.#send(path, question);
      if (status !== undefined && status < 300)
        return (exact ? parse : JSON.parse)(text || "{}") as T;
      if (status !== undefined && nothing.includes(status)) return undefined;
      const most = status === undefined ? unanswered : ATTEMPTS;
      if (tried >= most || !mayRepeat(status)) throw this.refused(doing, [saidIn(status, text)]);
      await this.#world.sleep(Math.min(FIRST_WAIT_MS * 2 ** (tried - 1), MOST_WAIT_MS));
    }
  }

  /** Like `ask`, of what must be there. */
  async must<T>(path: string, question: Question): Promise<T> {
    return (await this.ask<T>(path, { ...question, nothing: [] })) as T;
  }

  /** What was refused, with a cure. */
  refused(doing: string, said: readonly string[]): MoveRefused {
    return refusedWith(CURES, `${this.side} (${this.name}): ${doing}`, said);
  }

  /** No status: it was not reached, or did not answer. */
  async #send(
    path: string,
    { method = "GET", body }: Question,
  ): Promise<{ status?: number; text: string }> {
    const url = new URL(path, this.place.url);
    const json = body === undefined ? undefined : JSON.stringify(body);
    const plain = {
      ...(json !== undefined && { "content-type": "application/json" }),
      ...authorization(this.place, this.#world.env),
    };
    const sent = { method, url, headers: plain, ...(json !== undefined && { body: json }) };
    const headers = this.#signer ? await signed(this.#signer, sent, this.#world.now()) : plain;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { method, headers, body: json, signal });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      return { text: cause?.code ?? message };
    }
  }
}

/** Who asks, where requests are not signed. */
function authorization(place: SearchPlace, env: World["env"]): Record<string, string> {
  const login = loginOf(place, env);
  if (!login) return {};
  const pair = Buffer.from(`${login.username}:${login.password}`).toString("base64");
  return { authorization: `Basic ${pair}` };
}

/** A user and its password, as a reindex wants them. */
export function loginOf({ user, passwordVariable }: SearchPlace, env: World["env"]) {
  if (!user || !passwordVariable) return undefined;
  const cure = `set it to the password of ${user}, in this shell alone`;
  return { username: user, password: secretIn(env, passwordVariable, "a password", cure) };
}

function saidIn(status: number | undefined, text: string): string {
  if (status === undefined) return `no answer: ${text}`;
  try {
    const { error } = JSON.parse(text) as { error?: string | { type?: string; reason?: string } };
    if (typeof error === "string") return `${status} ${error}`;
    if (error) return `${status} ${error.type}: ${error.reason}`;
  } catch {
    // A proxy before it speaks no JSON.
  }
  return `${status} ${text.slice(0, 200)}`.trim();
}
