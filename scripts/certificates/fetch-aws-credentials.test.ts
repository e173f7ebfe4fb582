import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";

const SCRIPT = fileURLToPath(
  new URL("../../modules/aws/certbot-dns/fetch-aws-credentials.sh", import.meta.url),
);
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMDgifQ.c2lnbmF0dXJl";
const ROLE = "arn:aws:iam::111122223333:role/acme-dev-certbot";
const SECRET = "wJalr/XUtnFEMI+K7MDENG=";

const GRANTED = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
  <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
  <SecretAccessKey>${SECRET}</SecretAccessKey>
  <SessionToken>FwoGZX/tok+en==</SessionToken>
  <Expiration>2026-11-21T13:00:00Z</Expiration>
</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

/** A server on loopback that keeps what it was asked and answers as told. */
class Fake {
  answer: { status: number; body: string };
  readonly asked: { request: IncomingMessage; body: string }[] = [];
  private readonly server: Server;

  constructor(body: string) {
    this.answer = { status: 200, body };
    this.server = createServer(async (request, response) => {
      let sent = "";
      for await (const chunk of request) sent += chunk;
      this.asked.push({ request, body: sent });
      response.writeHead(this.answer.status).end(this.answer.body);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }
}

let metadata: Fake;
let sts: Fake;
let bin: string;

beforeEach(async () => {
  metadata = new Fake(TOKEN);
  sts = new Fake(GRANTED);
  await metadata.start();
  await sts.start();
  bin = await mkdtemp(path.join(tmpdir(), "credentials-"));
  const curl = `#!/bin/bash\nprintf '%s\\n' "$@" >>${bin}/arguments\nexec /usr/bin/env -i PATH=${process.env.PATH} curl "$@"\n`;
  await writeFile(path.join(bin, "curl"), curl);
  await chmod(path.join(bin, "curl"), 0o755);
});

afterEach(async () => {
  await Promise.all([metadata.stop(), sts.stop()]);
  await rm(bin, { recursive: true });
});

/** Runs the script with nothing but a watched curl on its PATH. */
async function run(...extra: string[]) {
  const args = ["--role-arn", ROLE, "--audience", "certbot.dev/acme", "--region", "eu-west-1"];
  const servers = ["--metadata-url", metadata.url, "--sts-url", sts.url];
  return runPlain(...args, ...servers, ...extra);
}

async function runPlain(...args: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile("/bin/bash", [SCRIPT, ...args], { env: { PATH: bin } }, (error, stdout, stderr) => {
      done({
        code: error ? Number(error.code) : 0,
        stdout,
        stderr: stderr.replace(/^\S+Z /gm, ""),
      });
    });
  });
}

describe.skipIf(missing("curl"))("fetch-aws-credentials", () => {
  it("prints what credential_process wants", async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      Version: 1,
      AccessKeyId: "ASIAEXAMPLE",
      SecretAccessKey: SECRET,
      SessionToken: "FwoGZX/tok+en==",
      Expiration: "2026-11-21T13:00:00Z",
    });
  });

  it("asks the metadata server for the audience, with the header that it insists on", async () => {
    await run();
    const { url, headers } = metadata.asked[0]!.request;
    const { pathname, search } = new URL(url!, metadata.url);
    expect(pathname).toBe("/computeMetadata/v1/instance/service-accounts/default/identity");
    expect(decodeURIComponent(search)).toBe("?audience=certbot.dev/acme");
    expect(headers["metadata-flavor"]).toBe("Google");
  });

  it("trades the token for the role, session and duration that were asked for", async () => {
    await run("--session-name", "nightly", "--duration-seconds", "900");
    expect(Object.fromEntries(new URLSearchParams(sts.asked[0]!.body))).toEqual({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE,
      RoleSessionName: "nightly",
      DurationSeconds: "900",
      WebIdentityToken: TOKEN,
    });
  });

  it("puts neither token nor secret into the arguments of a program", async () => {
    await run();
    const seen = await readFile(path.join(bin, "arguments"), "utf8");
    expect(seen).toContain(ROLE);
    expect(seen).not.toContain(TOKEN);
    expect(seen).not.toContain(SECRET);
  });

  it("says what STS refused and where to look", async () => {
    const body =
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized</Message></Error></ErrorResponse>";
    sts.answer = { status: 403, body };
    expect(await run()).toEqual({
      code: 1,
      stdout: "",
      stderr: `fetch-aws-credentials: STS refused ${ROLE}: AccessDenied, Not authorized; compare unique id and audience with the role's trust\n`,
    });
  });

  it("prints nothing when the answer of STS was cut", async () => {
    sts.answer = { status: 200, body: GRANTED.slice(0, GRANTED.indexOf("</SecretAccessKey>")) };
    expect(await run()).toEqual({
      code: 1,
      stdout: "",
      stderr: "fetch-aws-credentials: STS answered without a good SecretAccessKey; ask again\n",
    });
  });

  it("prints nothing when STS answers with characters that would break the JSON", async () => {
    sts.answer = { status: 200, body: GRANTED.replace(SECRET, 'a","Version":"2') };
    expect(await run()).toMatchObject({ code: 1, stdout: "" });
  });

  it("fails on a machine that is not Google's, without asking STS", async () => {
    metadata.answer = { status: 404, body: "not found" };
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `fetch-aws-credentials: no token from ${metadata.url}; does this machine run on Google Cloud with a service account?\n`,
    );
    expect(sts.asked).toEqual([]);
  });

  it("sends nothing on that is no token", async () => {
    metadata.answer = { status: 200, body: "<html>captive portal</html>" };
    expect((await run()).stderr).toBe(
      `fetch-aws-credentials: ${metadata.url} answered with something that is no token\n`,
    );
    expect(sts.asked).toEqual([]);
  });

  it.each([
    [
      ["--sts-url", "http://sts.example.com"],
      "--sts-url must begin with https://, as a token goes there",
    ],
    [["--role-arn", "acme-dev-certbot"], "--role-arn must be the ARN of a role"],
    [["--region", "Ireland"], "--region must be a region"],
    [["--duration-seconds", "1h"], "--duration-seconds must be a number"],
    [["--session-name", "a b"], "--session-name must be 2 to 64 letters, digits and _ + = , . @ -"],
    [["--audience", ""], "--audience must be given"],
    [["--profile", "x"], "unknown option --profile"],
    [["--audience"], "--audience needs a value"],
  ])("ends with 2 for %j", async (args, message) => {
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `fetch-aws-credentials: ${message}; try --help\n`,
    });
  });

  it("prints its head as help", async () => {
    const { code, stdout } = await runPlain("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: fetch-aws-credentials.sh --role-arn ARN --audience TEXT");
  });
});
