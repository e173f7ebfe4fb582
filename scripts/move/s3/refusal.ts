import type { MoveRefused } from "../../stepwise/refused.ts";
import { type Cures, refusedWith } from "../cures.ts";

/** By what S3, rclone or the way there said, what to do about it. */
const CURES: Cures = [
  [/Expired|TokenRefreshRequired/, "log in again, then run the same command again, which goes on"],
  [
    /InvalidAccessKeyId|SignatureDoesNotMatch|CredentialsProvider|could not load credentials/i,
    "look at the profile, or at the variables that the file names",
  ],
  [
    /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|\b301\b/,
    "name the region that the bucket lies in",
  ],
  [/AccessDenied|Forbidden|\b403\b|KMS/, "grant that, then run the same command again"],
  [/NoSuchBucket/, "make the bucket, or name another; the move makes none"],
  [
    /InvalidObjectState|GLACIER/,
    "restore what lies in an archive class (aws s3api restore-object), then run the same command again",
  ],
  [
    /ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError|SlowDown|ServiceUnavailable|InternalError|connection|timeout|no such host/i,
    "the store did not answer: run the same command again, which goes on",
  ],
];

/** What was refused, in the store's words and with a cure. */
export function refused(doing: string, said: readonly string[]): MoveRefused {
  return refusedWith(CURES, doing, said);
}

/** What S3's client threw: its name, and what it says for people. */
export function saidBy(error: unknown): string {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  // An answer without a body has no name of its own.
  const status = $metadata?.httpStatusCode;
  const called = name === "Error" || name === "Unknown" || name === "UnknownError" ? "" : name;
  const code = (error as { code?: string }).code;
  return [called, code, status, message.split("\n")[0]].filter(Boolean).join(" ");
}

/** True when the store says that there is no such thing. */
export function isNothing(error: unknown): boolean {
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return name !== "NoSuchBucket" && $metadata?.httpStatusCode === 404;
}

/** True when the store says that we may not. */
export function isDenied(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403;
}
