import { type ChildProcess, spawn } from "node:child_process";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";

/** A server of this test's own, on a free port of this machine. */
export interface Server {
  readonly url: string;
  /** What makes Terraform speak to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes a bucket, as somebody else would. */
  createBucket(name: string): Promise<void>;
  /** Text of an object; nothing where there is none. */
  read(bucket: string, key: string): Promise<string | undefined>;
  /** Deletes an object, as somebody else would. */
  remove(bucket: string, key: string): Promise<void>;
  /** Names of the objects in a bucket. */
  list(bucket: string): Promise<string[]>;
  /** Forgets every bucket and whatever else there is: quicker than another server. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** The account that moto answers for. */
export const MOTO_ACCOUNT = "123456789012";

/** moto looks at who asks, and believes them. */
const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none",
};

/**
 * S3, KMS, IAM and STS by moto.
 *
 * @param settings variables that moto reads: `MOTO_ACM_VALIDATION_WAIT`
 */
export async function startMoto(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const port = await freePort();
  const child = spawn(findPart("moto_server")!, ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    env: { ...process.env, ...settings },
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/moto-api/`, child);
  return {
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_CONFIG_FILE: "/dev/null",
    },
    createBucket: (name) => send(`${url}/${name}`, { method: "PUT", headers: SIGNED }),
    read: (bucket, key) => textOf(`${url}/${bucket}/${key}`, SIGNED),
    remove: (bucket, key) => send(`${url}/${bucket}/${key}`, { method: "DELETE", headers: SIGNED }),
    list: async (bucket) => {
      const xml = (await textOf(`${url}/${bucket}?list-type=2`, SIGNED)) ?? "";
      return [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1]!);
    },
    empty: () => send(`${url}/moto-api/reset`, { method: "POST" }),
    stop: () => stopped(child),
  };
}

/** Cloud Storage by fake-gcs-server. Without its public address clients read empty objects. */
export async function startGcs(): Promise<Server> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    findPart("fake-gcs-server")!,
    ["-scheme", "http", "-host", "127.0.0.1", "-port", String(port), "-backend", "memory"].concat(
      "-public-host",
      address,
    ),
    { stdio: "ignore" },
  );
  const url = `http://${address}`;
  await answering(`${url}/storage/v1/b?project=p`, child);
  const namesAt = async (path: string): Promise<string[]> => {
    const json = JSON.parse((await textOf(`${url}/storage/v1/${path}`)) ?? "{}");
    return (json.items ?? []).map(({ name }: { name: string }) => name);
  };
  const remove = (path: string) => send(`${url}/storage/v1/b/${path}`, { method: "DELETE" });
  return {
    url,
    env: { STORAGE_EMULATOR_HOST: url },
    createBucket: (name) =>
      send(`${url}/storage/v1/b?project=p`, {
        method: "POST",
        body: JSON.stringify({ name }),
        headers: { "content-type": "application/json" },
      }),
    read: (bucket, key) =>
      textOf(`${url}/storage/v1/b/${bucket}/o/${encodeURIComponent(key)}?alt=media`),
    remove: (bucket, key) => remove(`${bucket}/o/${encodeURIComponent(key)}`),
    list: (bucket) => namesAt(`b/${bucket}/o`),
    empty: async () => {
      for (const bucket of await namesAt("b?project=p")) {
        for (const key of await namesAt(`b/${bucket}/o`)) {
          await remove(`${bucket}/o/${encodeURIComponent(key)}`);
        }
        await remove(bucket);
      }
    },
    stop: () => stopped(child),
  };
}

async function send(url: string, request: RequestInit): Promise<void> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`${request.method} ${url}: ${response.status}`);
}

async function textOf(url: string, headers?: Record<string, string>): Promise<string | undefined> {
  const response = await fetch(url, headers && { headers });
  return response.ok ? response.text() : undefined;
}

/** Waits until a server answers; in vain for two minutes only where it hangs. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + 120_000;
  while (performance.now() < end && child.exitCode === null) {
    try {
      await (await fetch(url)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  child.kill("SIGKILL");
  throw new Error(`no server answered at ${url}`);
}

/** Ends a server, where it has not ended yet. */
function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.on("close", () => resolve());
    child.kill("SIGTERM");
  });
}
