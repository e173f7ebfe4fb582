import type { OutgoingHttpHeaders } from "node:http";

/** A call of the provider, as it came. */
export interface Call {
  readonly method: string;
  /** Without the query: `/acme-logs`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What is called, where it stands in a header: `AmazonSQS.GetQueueAttributes`. Else empty. */
  readonly operation: string;
  readonly body: Buffer;
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

/**
 * Answers a call as the cloud does, where moto does not; `undefined` where the call is none of its own.
 *
 * @param moto what moto answers, once it is asked
 */
export type StandIn = (
  call: Call,
  moto: () => Promise<Answer>,
) => Answer | undefined | Promise<Answer | undefined>;

/** An answer in JSON. */
export function json(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
