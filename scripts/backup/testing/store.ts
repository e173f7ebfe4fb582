import { type ChildProcess, spawn } from "node:child_process";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";
import { ADMIN, type Right, StoreProxy, WRITER } from "./store-proxy.ts";

/** What is written of an object in an upload's answer. */
interface ListedObject {
  readonly name: string;
  readonly size: string;
}

/** A bucket on loopback, with a proxy before it that knows what an identity may. */
export class TestStore {
  readonly proxy: StoreProxy;
  readonly url: string;
  /** What tools need in their environment to speak to it. */
  readonly environment: Readonly<Record<string, string>>;
  private readonly child: ChildProcess;
  private readonly kind: "gcs" | "s3";

  private constructor(kind: "gcs" | "s3", proxy: StoreProxy, child: ChildProcess) {
    this.kind = kind;
    this.proxy = proxy;
    this.child = child;
    this.url = kind === "gcs" ? "gs://acme-backups" : "s3://acme-backups";
    this.environment = kind === "gcs" ? GCS_ENVIRONMENT : S3_ENVIRONMENT;
  }

  /** fake-gcs-server. It tells the proxy's address where it links to itself. */
  static async gcs(): Promise<TestStore> {
    const proxy = new StoreProxy("gcs");
    const [own, upstream] = [await proxy.listen(), await freePort()];
    proxy.upstream = upstream;
    const here = ["-scheme", "http", "-host", "127.0.0.1", "-port", `${upstream}`];
    const rest = ["-backend", "memory", "-public-host", `127.0.0.1:${own}`];
    const child = spawn(findPart("fake-gcs-server")!, [...here, ...rest], { stdio: "ignore" });
    const store = new TestStore("gcs", proxy, child);
    await store.until("/storage/v1/b?project=p");
    await store.ask("POST", "/storage/v1/b?project=p", JSON.stringify({ name: "acme-backups" }));
    return store;
  }

  /** moto. */
  static async s3(): Promise<TestStore> {
    const proxy = new StoreProxy("s3");
    await proxy.listen();
    proxy.upstream = await freePort();
    const child = spawn(findPart("moto_server")!, ["-H", "127.0.0.1", "-p", `${proxy.upstream}`], {
      stdio: "ignore",
    });
    const store = new TestStore("s3", proxy, child);
    await store.until("/moto-api/");
    await store.ask("PUT", "/acme-backups");
    return store;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.proxy.port}`;
  }

  /** What the identity of the next runs may. */
  as(rights: readonly Right[]): void {
    this.proxy.rights = rights;
  }

  /** Everything may, nothing breaks. */
  heal(): void {
    this.proxy.rights = ADMIN;
    this.proxy.faults = {};
    this.proxy.stalled = false;
  }

  /** The writer's rights, and a store without faults. */
  asWriter(): void {
    this.heal();
    this.as(WRITER);
  }

  /** Names of the objects that begin so, without the locks. */
  async names(prefix = ""): Promise<string[]> {
    const found = this.kind === "gcs" ? await this.listGcs(prefix) : await this.listS3(prefix);
    return found.filter((name) => !/\/(locks|probes)\//.test(name)).sort();
  }

  async read(name: string): Promise<Buffer> {
    const answer = await this.ask("GET", this.path(name, true));
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Writes past the proxy: what nobody in the story may do. */
  async write(name: string, body: Buffer | string): Promise<void> {
    if (this.kind === "s3") await this.ask("PUT", this.path(name, true), body);
    else {
      const path = `/upload/storage/v1/b/acme-backups/o?uploadType=media&name=${encodeURIComponent(name)}`;
      await this.ask("POST", path, body);
    }
  }

  async remove(name: string): Promise<void> {
    await this.ask("DELETE", this.path(name, false));
  }

  stop(): void {
    this.proxy.close();
    this.child.kill("SIGKILL");
  }

  private path(name: string, media: boolean): string {
    if (this.kind === "s3") return `/acme-backups/${name}`;
    return `/storage/v1/b/acme-backups/o/${encodeURIComponent(name)}${media ? "?alt=media" : ""}`;
  }

  private async listGcs(prefix: string): Promise<string[]> {
    const answer = await this.ask("GET", `/storage/v1/b/acme-backups/o?prefix=${prefix}`);
    const { items = [] } = (await answer.json()) as { items?: ListedObject[] };
    return items.map(({ name }) => name);
  }

  private async listS3(prefix: string): Promise<string[]> {
    const answer = await this.ask("GET", `/acme-backups?list-type=2&prefix=${prefix}`);
    return [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name]) => name!);
  }

  private ask(method: string, path: string, body?: Buffer | string): Promise<Response> {
    const type = body && !Buffer.isBuffer(body) ? "application/json" : "application/octet-stream";
    return fetch(`http://127.0.0.1:${this.proxy.upstream}${path}`, {
      method,
      ...(body === undefined ? {} : { body: body as never, headers: { "content-type": type } }),
    });
  }

  private async until(path: string): Promise<void> {
    for (let left = 200; left > 0; left--) {
      try {
        await this.ask("GET", path);
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    throw new Error("the store did not start");
  }
}

const GCS_ENVIRONMENT = {
  RCLONE_GCS_ANONYMOUS: "true",
  CLOUDSDK_CORE_PROJECT: "p",
  CLOUDSDK_AUTH_DISABLE_CREDENTIALS: "True",
};

const S3_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
};
