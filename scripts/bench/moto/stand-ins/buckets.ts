import type { Answer, StandIn } from "./call.ts";

/** What is kept here, by the word in its query, and what S3 says where there is none. */
const WITHOUT: Readonly<Record<string, Answer>> = {
  policy: { status: 404, body: "<Error><Code>NoSuchBucketPolicy</Code></Error>" },
  lifecycle: { status: 404, body: "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>" },
  logging: { status: 200, body: "<BucketLoggingStatus/>" },
};

/** A header of lifecycles, and what S3 answers where nobody asked for anything else. */
const SMALLEST = { "x-amz-transition-default-minimum-object-size": "all_storage_classes_128K" };

/**
 * Keeps policies, lifecycles and logging of buckets, and gives them back as they were put, as S3 does.
 * Moto denies everything once a policy denies something on a condition, allows logging only by such a
 * policy, and of a lifecycle it forgets empty prefixes and how many old versions stay.
 */
export function buckets(): StandIn {
  const kept = new Map<string, Buffer>();
  return ({ method, path, query, body }) => {
    const kind = Object.keys(WITHOUT).find((each) => query.has(each));
    if (!kind) return undefined;
    const key = `${path} ${kind}`;
    if (method === "PUT") kept.set(key, body);
    if (method === "DELETE") kept.delete(key);
    if (method !== "GET") return { status: 204, headers: SMALLEST, body: "" };
    const found = kept.get(key);
    const answer = found ? { status: 200, body: found } : WITHOUT[kind]!;
    return { ...answer, headers: SMALLEST };
  };
}
