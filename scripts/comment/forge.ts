/** A comment on a forge. */
export interface ForgeComment {
  readonly id: string;
  readonly body: string;
  /** Who wrote it. */
  readonly author: string;
}

/** A pull request, or a merge request, as it is now. */
export interface RequestState {
  /** The commit at its head. */
  readonly head: string;
}

/** The few calls that the comment of one pull request needs. All of them throw a `ForgeRefusal`. */
export interface Forge {
  /** What the forge is called, for messages. */
  readonly name: string;
  /** Who we are there. */
  author(): Promise<string>;
  request(): Promise<RequestState>;
  /** Every comment, over all pages. */
  comments(): Promise<readonly ForgeComment[]>;
  /** Writes a new one. It is never repeated by itself: it may have been done. */
  create(body: string): Promise<void>;
  /** Writes another body into one. */
  update(id: string, body: string): Promise<void>;
  /** Removes one; nothing happens where it is gone. */
  remove(id: string): Promise<void>;
}

/** What a refusal means for the one who asked. */
export type Refusal =
  /** What was meant is not there any more. */
  | "gone"
  /** The text is too long. */
  | "too-long"
  /** Asked too often: wait, then look again. */
  | "wait"
  /** The forge has a trouble of its own, or cannot be reached. */
  | "trouble"
  /** The token may not do this. */
  | "forbidden"
  /** Anything else: asking again would not help. */
  | "refused";

/** A forge did not do what was asked. */
export class ForgeRefusal extends Error {
  readonly kind: Refusal;
  /** How long to wait, where the forge says so. */
  readonly waitMs: number | undefined;

  constructor(kind: Refusal, message: string, waitMs?: number) {
    super(message);
    this.name = "ForgeRefusal";
    this.kind = kind;
    this.waitMs = waitMs;
  }
}

/** What a forge answered when it did not do it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly text: string;
}

/** What an answer means. GitHub says with 403 both that one may not and that one asked too often. */
export function refusalOf(
  what: string,
  { status, headers, text }: Answer,
  now: Date,
): ForgeRefusal {
  const said = text.replaceAll(/\s+/g, " ").slice(0, 200);
  const message = `${what}: ${status === 0 ? "no answer" : status}${said ? `, ${said}` : ""}`;
  const wait = waitOf(headers, now);
  const limited = status === 429 || headers["x-ratelimit-remaining"]?.toString() === "0";
  if (limited || (status === 403 && (wait !== undefined || /rate limit/i.test(text)))) {
    return new ForgeRefusal("wait", message, wait);
  }
  if (status === 404 || status === 410) return new ForgeRefusal("gone", message);
  if (status === 401 || status === 403) return new ForgeRefusal("forbidden", message);
  if ((status === 422 || status === 400) && /too long|maximum/i.test(text)) {
    return new ForgeRefusal("too-long", message);
  }
  if (status === 0 || status >= 500) return new ForgeRefusal("trouble", message, wait);
  return new ForgeRefusal("refused", message);
}

/** How long an answer asks to wait, in milliseconds. */
function waitOf(headers: Answer["headers"], now: Date): number | undefined {
  const after = headers["retry-after"];
  if (after !== undefined) {
    const seconds = Number(after);
    const at = Number.isNaN(seconds) ? Date.parse(String(after)) - now.getTime() : seconds * 1000;
    return Number.isNaN(at) ? undefined : Math.max(0, at);
  }
  const reset = Number(headers["x-ratelimit-reset"]);
  const used = headers["x-ratelimit-remaining"]?.toString() === "0" && Number.isFinite(reset);
  return used ? Math.max(0, reset * 1000 - now.getTime()) : undefined;
}
