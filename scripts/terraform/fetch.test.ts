import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { createMessage, generateKey, readKey, readPrivateKey, sign } from "openpgp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FetchError, fetchTerraform } from "./fetch.ts";
import { fetchedTerraform, findTerraform } from "./find.ts";
import { obtainTerraform } from "./obtain.ts";
import { PUBLISHER_KEY } from "./publisher-key.ts";
import { checksum, checksumIn, filesOf, platformOf } from "./release.ts";

const PROGRAM = "#!/bin/sh\necho 'Terraform v1.11.4'\n";
const ARCHIVE = zipSync({ "LICENSE.txt": strToU8("words"), terraform: strToU8(PROGRAM) });
const FILES = filesOf({ version: "1.11.4", platform: "linux_amd64" });
const SUMS = `${"0".repeat(64)}  terraform_1.11.4_darwin_arm64.zip\n${checksum(ARCHIVE)}  ${FILES.archive}\n`;

type Answer = Uint8Array | ((response: ServerResponse) => void);

describe("fetching Terraform", () => {
  let tools: string;
  let server: Server;
  let publisher: string;
  let key: { public: string; private: string };
  let answers: Map<string, Answer>;

  const signed = async (text: string) =>
    sign({
      message: await createMessage({ binary: strToU8(text) }),
      signingKeys: await readPrivateKey({ armoredKey: key.private }),
      detached: true,
      format: "binary",
    });

  beforeAll(async () => {
    const made = await generateKey({ userIDs: [{ name: "publisher" }], format: "armored" });
    key = { public: made.publicKey, private: made.privateKey };
    server = createServer((request, response) => {
      const answer = answers.get(request.url!.replace("/terraform/1.11.4/", ""));
      if (typeof answer === "function") answer(response);
      else if (answer) response.end(answer);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    publisher = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    tools = join(mkdtempSync(join(tmpdir(), "groundplan-fetch-")), ".tools");
    answers = new Map<string, Answer>([
      [FILES.archive, ARCHIVE],
      [FILES.sums, strToU8(SUMS)],
      [FILES.signature, await signed(SUMS)],
    ]);
  });
  afterEach(() => rmSync(dirname(tools), { recursive: true, force: true }));

  const fetchIt = () =>
    fetchTerraform({ tools, publisher, key: key.public, system: "linux", processor: "x64" });
  const failure = async () => {
    const error = await fetchIt().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FetchError);
    expect(existsSync(fetchedTerraform(tools))).toBe(false);
    expect(existsSync(tools) ? readdirSync(tools) : []).toEqual([]);
    return (error as Error).message;
  };

  it("keeps the program of a signed release with the right checksum, ready to run", async () => {
    const path = await fetchIt();
    expect(path).toBe(join(tools, "terraform-1.11.4/terraform"));
    expect(readFileSync(path, "utf8")).toBe(PROGRAM);
    expect(statSync(path).mode & 0o777).toBe(0o755);
    expect(execFileSync(path, ["version"], { encoding: "utf8" })).toBe("Terraform v1.11.4\n");
    expect(readdirSync(tools)).toEqual(["terraform-1.11.4"]);
  });

  it("refuses an archive with another checksum", async () => {
    const other = zipSync({ terraform: strToU8("evil") });
    answers.set(FILES.archive, other);
    expect(await failure()).toBe(
      `Terraform 1.11.4 was not fetched: ${FILES.archive} has checksum ${checksum(other)}, not ${checksum(ARCHIVE)}; try again, and if it stays so, tell whoever runs your network`,
    );
  });

  it("refuses checksums that somebody else signed, or changed", async () => {
    answers.set(FILES.sums, strToU8(SUMS.replace("0000", "0001")));
    expect(await failure()).toMatch(
      /^Terraform 1\.11\.4 was not fetched: the signature of terraform_1\.11\.4_SHA256SUMS is not the publisher's \(.*\); do not use what this network serves$/,
    );
    const stranger = await generateKey({ userIDs: [{ name: "stranger" }], format: "armored" });
    answers.set(FILES.sums, strToU8(SUMS));
    key = { ...key, public: stranger.publicKey };
    expect(await failure()).toContain("is not the publisher's");
    key = {
      ...key,
      public: (await readPrivateKey({ armoredKey: key.private })).toPublic().armor(),
    };
  });

  it("leaves nothing of a download that was cut", async () => {
    answers.set(FILES.archive, (response) => {
      response.writeHead(200, { "content-length": ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 40));
      setTimeout(() => response.destroy(), 20);
    });
    expect(await failure()).toMatch(
      /: .*\.zip: .+; check the network, or install Terraform yourself and put it on PATH$/,
    );
  });

  it("says so when the publisher does not have it, or cannot be reached", async () => {
    answers.delete(FILES.archive);
    expect(await failure()).toBe(
      `Terraform 1.11.4 was not fetched: ${publisher}/terraform/1.11.4/${FILES.archive} answered 404; try again later`,
    );
    const reached = publisher;
    publisher = "http://127.0.0.1:1";
    expect(await failure()).toMatch(
      /^Terraform 1\.11\.4 was not fetched: http:\/\/127\.0\.0\.1:1\/.*: .+; check the network, or install Terraform yourself/,
    );
    publisher = reached;
  });

  it("knows the machines that have a release", () => {
    expect(platformOf("linux", "arm64")).toBe("linux_arm64");
    expect(platformOf("darwin", "x64")).toBe("darwin_amd64");
    expect(platformOf("win32", "x64")).toBeUndefined();
    expect(checksumIn(SUMS, "terraform_1.11.4_linux_arm64.zip")).toBeUndefined();
  });

  it("trusts HashiCorp's own key", async () => {
    const { getFingerprint } = await readKey({ armoredKey: PUBLISHER_KEY }).then((read) => ({
      getFingerprint: () => read.getFingerprint(),
    }));
    expect(getFingerprint()).toBe("c874011f0ab405110d02105534365d9472d7468f");
  });

  describe("where the machine has none", () => {
    const said: string[] = [];
    const obtain = (options: {
      mayFetch?: boolean;
      ask?: (q: string) => Promise<boolean>;
      PATH?: string;
    }) =>
      obtainTerraform({
        env: { PATH: options.PATH ?? "" },
        tools,
        mayFetch: options.mayFetch ?? false,
        ...(options.ask && { ask: options.ask }),
        talk: (text) => said.push(text),
        fetch: fetchIt,
      });

    it("is done when the user said so beforehand", async () => {
      expect(await obtain({ mayFetch: true })).toMatchObject({ path: fetchedTerraform(tools) });
    });

    it("is done when the user answers yes, and only then", async () => {
      const asked: string[] = [];
      const answer = (yes: boolean) => async (question: string) => {
        asked.push(question);
        return yes;
      };
      await expect(obtain({ ask: answer(false) })).rejects.toThrow("--fetch-terraform");
      expect(existsSync(tools)).toBe(false);
      expect(await obtain({ ask: answer(true) })).toMatchObject({ engine: "terraform" });
      expect(asked[0]).toBe(
        "neither terraform nor tofu is on PATH; install Terraform or OpenTofu 1.11.0 or later. Fetch Terraform 1.11.4 from releases.hashicorp.com into .tools?",
      );
    });

    it("is offered by the command's own flag where nobody can be asked", async () => {
      await expect(obtain({})).rejects.toThrow(
        "neither terraform nor tofu is on PATH; install Terraform or OpenTofu 1.11.0 or later; or let me fetch Terraform 1.11.4 into .tools: repeat the command with --fetch-terraform",
      );
    });

    it("never replaces what the user has", async () => {
      const bin = mkdtempSync(join(dirname(tools), "bin-"));
      const old = "#!/bin/sh\necho 'Terraform v1.2.0'\n";
      writeFileSync(join(bin, "terraform"), old, { mode: 0o755 });
      expect(await obtain({ mayFetch: true, PATH: bin })).toMatchObject({
        path: fetchedTerraform(tools),
      });
      expect(readFileSync(join(bin, "terraform"), "utf8")).toBe(old);
      writeFileSync(join(bin, "terraform"), PROGRAM, { mode: 0o755 });
      expect(await findTerraform({ env: { PATH: bin }, tools })).toMatchObject({
        terraform: { path: join(bin, "terraform") },
      });
    });
  });
});
