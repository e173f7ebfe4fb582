/** What kind of refusal it was, for those who go on differently after some. */
export type Refusal =
  | "token"
  | "denied"
  | "missing"
  | "conflict"
  | "invalid"
  | "busy"
  | "broken"
  | "lost";

/** The API did not do what was asked. The message says what, why and what to do, and no secret. */
export class HcpError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string) {
    super(message);
    this.name = "HcpError";
    this.refusal = refusal;
  }
}

/** What a message needs to know of a request that was refused. */
export interface Refused {
  readonly host: string;
  /** What was wanted, in words: `read workspace acme-dev-app`. */
  readonly what: string;
  /** Where the token was found. */
  readonly tokenFrom: string;
  readonly status: number;
  /** The server's own words. */
  readonly words: string;
}

/** The error for an answer that is no success. */
export function refusalOf({ host, what, tokenFrom, status, words }: Refused): HcpError {
  const said = words ? `: ${words}` : "";
  const cannot = `${host}: cannot ${what}`;
  switch (status) {
    case 401:
      return new HcpError(
        "token",
        `${cannot}: the token in ${tokenFrom} is not accepted; it has expired or was revoked: run "terraform login ${host}", or put a new one there`,
      );
    case 403:
      return new HcpError(
        "denied",
        `${cannot}: the token in ${tokenFrom} has no right to it${said}; use one of a team that has`,
      );
    case 404:
      return new HcpError(
        "missing",
        `${cannot}: it is not there, or the token in ${tokenFrom} may not see it`,
      );
    case 409:
      return new HcpError("conflict", `${cannot}: it does not go with what stands there${said}`);
    case 429:
      return new HcpError(
        "busy",
        `${cannot}: too many requests for too long; nothing is lost: run the same command again in some minutes`,
      );
    default:
      return status >= 500
        ? new HcpError(
            "broken",
            `${cannot}: it answers ${status} again and again${said}; see its status page, then run the same command again`,
          )
        : new HcpError("invalid", `${cannot}: it answers ${status}${said}`);
  }
}
