import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInfra } from "../infra/run.ts";
import { findPart, missing } from "../parts/parts.ts";
import { type Server, startMoto } from "../state/testing/servers.ts";
import { AwsStore } from "./aws-store.ts";

const BUCKET = "acme-dev-site";

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
});

const DISTRIBUTION = `<DistributionConfig><CallerReference>site</CallerReference><Comment/><Enabled>true</Enabled>
<Origins><Quantity>1</Quantity><Items><Origin><Id>files</Id><DomainName>a.s3.amazonaws.com</DomainName>
<S3OriginConfig><OriginAccessIdentity/></S3OriginConfig></Origin></Items></Origins><DefaultCacheBehavior>
<TargetOriginId>files</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>
</DefaultCacheBehavior></DistributionConfig>`;

const ONE = { "index.html": "one", "old.txt": "old", "assets/app-1[slug].js": "one()" };
const TWO = { "index.html": "two", "assets/app-1[slug].js": "one()" };

describe.skipIf(missing("aws") || missing("moto_server"))("with the AWS command line", () => {
  let folder: string;
  let moto: Server;
  let env: Record<string, string>;
  let distribution = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-site-"));
    moto = await startMoto();
    const path = [dirname(findPart("aws")!), process.env["PATH"]].join(delimiter);
    env = { ...moto.env, AWS_DEFAULT_REGION: "us-east-1", PATH: path };
    await moto.createBucket(BUCKET);
    const made = await edge("", { method: "POST", body: DISTRIBUTION });
    distribution = /<Id>(\w+)<\/Id>/.exec(made)![1]!;
  }, 120_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await moto?.stop();
  });

  async function edge(path: string, request: RequestInit = {}): Promise<string> {
    const url = `${moto.url}/2020-05-31/distribution${path}`;
    const answer = await fetch(url, { ...request, headers: signed("cloudfront") });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  async function told(path: string) {
    const url = `${moto.url}/${BUCKET}/site/${encodeURI(path)}`;
    const { headers } = await fetch(url, { method: "HEAD", headers: signed("s3") });
    return [headers.get("content-type"), headers.get("cache-control")];
  }

  async function publish(files: Readonly<Record<string, string>>, ...more: string[]) {
    const build = join(folder, "build");
    rmSync(build, { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(build, path)), { recursive: true });
      writeFileSync(join(build, path), text);
    }
    const said = { out: "", err: "" };
    const target = ["--bucket", BUCKET, "--distribution", distribution];
    const code = await runInfra(["publish", "build", ...target, ...more], {
      env,
      folder,
      terminal: false,
      print: (text) => {
        said.out += text;
      },
      talk: (text) => {
        said.err += `${text}\n`;
      },
    });
    return { code, ...said };
  }

  it("a site is published, and then what changed of it", { timeout: 240_000 }, async () => {
    expect(await publish(ONE)).toMatchObject({
      code: 0,
      err: [
        "infra publish: writing 1 assets",
        "infra publish: writing 1 other files",
        "infra publish: writing 1 pages",
        "",
      ].join("\n"),
    });
    expect((await moto.list(BUCKET)).sort()).toEqual([
      "published.json",
      "site/assets/app-1[slug].js",
      "site/index.html",
      "site/old.txt",
    ]);
    expect(await told("assets/app-1[slug].js")).toEqual([
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ]);
    expect(await told("index.html")).toEqual([
      "text/html; charset=utf-8",
      "public, max-age=0, must-revalidate",
    ]);

    const second = await publish(TWO, "--json");
    expect([second.code, JSON.parse(second.out)]).toEqual([
      0,
      {
        assets: [],
        others: [],
        pages: ["index.html"],
        deletes: ["old.txt"],
        invalidations: ["/", "/index.html", "/old.txt"],
      },
    ]);
    expect((await moto.list(BUCKET)).sort()).toEqual([
      "published.json",
      "site/assets/app-1[slug].js",
      "site/index.html",
    ]);
    expect(await moto.read(BUCKET, "site/index.html")).toBe("two");
    expect(await edge(`/${distribution}/invalidation`)).toContain("<Quantity>1</Quantity>");
  });

  it("a second one at the same time is seen", { timeout: 120_000 }, async () => {
    const store = new AwsStore({ folder, bucket: BUCKET, distribution, env });
    await expect(store.remember("{}", '"0123"')).rejects.toThrow(
      "somebody else publishes this site at the same time; wait for them, and publish once more",
    );
  });

  it("what goes wrong is told in its words", { timeout: 120_000 }, async () => {
    const { code, err } = await publish(TWO, "--bucket", "nobody-has-this");
    expect(code).toBe(1);
    expect(err).toMatch(/^infra: aws s3api get-object failed: .*NoSuchBucket/);
  });
});
