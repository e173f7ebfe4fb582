import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that stands before moto. */
export interface Front {
  readonly url: string;
  stop(): Promise<void>;
}

/** What is kept here, by the word in its query, and what S3 says where there is none. */
const WITHOUT: Readonly<Record<string, { readonly status: number; readonly body: string }>> = {
  policy: { status: 404, body: "<Error><Code>NoSuchBucketPolicy</Code></Error>" },
  lifecycle: { status: 404, body: "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>" },
  logging: { status: 200, body: "<BucketLoggingStatus/>" },
};

/** A header of lifecycles, and what S3 answers where nobody asked for anything else. */
const SMALLEST = { "x-amz-transition-default-minimum-object-size": "all_storage_classes_128K" };

/** The call that moto does not know; without an answer the provider asks it 25 times, ever slower. */
const TAGS_OF_TARGET = "AnyScaleFrontendService.ListTagsForResource";

/**
 * Keeps policies, lifecycles and logging of buckets, and gives them back as they were put, as S3 does.
 * Moto denies everything once a policy denies something on a condition, allows logging only by such a
 * policy, and of a lifecycle it forgets empty prefixes and how many old versions stay. The front also
 * says that a target of scaling has no tags: moto keeps none, and fails when it is asked. All else goes
 * to moto as it came.
 *
 * @param moto where moto answers
 */
export async function startFront(moto: string): Promise<Front> {
  const kept = new Map<string, Buffer>();
  const server = createServer((asked, answer) => {
    const { pathname, searchParams } = new URL(asked.url ?? "/", moto);
    const kind = Object.keys(WITHOUT).find((each) => searchParams.has(each));
    if (asked.headers["x-amz-target"] === TAGS_OF_TARGET) answer.end('{"Tags":{}}');
    else if (kind) keep(kept, `${pathname} ${kind}`, kind, asked, answer);
    else pass(moto, asked, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function keep(
  kept: Map<string, Buffer>,
  key: string,
  kind: string,
  asked: IncomingMessage,
  answer: ServerResponse,
): void {
  const parts: Buffer[] = [];
  asked.on("data", (part: Buffer) => parts.push(part));
  asked.on("end", () => {
    const { method } = asked;
    if (method === "PUT") kept.set(key, Buffer.concat(parts));
    if (method === "DELETE") kept.delete(key);
    const { status, body } = method === "GET" ? WITHOUT[kind]! : { status: 204, body: "" };
    const found = method === "GET" ? kept.get(key) : undefined;
    answer.writeHead(found ? 200 : status, SMALLEST).end(found ?? body);
  });
}

function pass(moto: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = asked;
  const onward = request(new URL(asked.url ?? "/", moto), { method, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  asked.pipe(onward);
}
