import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";
import { run } from "./testing/machine.ts";

const SCRIPT = fileURLToPath(new URL("check-certificate.sh", import.meta.url));

describe.skipIf(missing("openssl") || missing("jq"))("check-certificate.sh", () => {
  let folder: string;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "certificate-"));
    for (const [name, days] of [
      ["old", 10],
      ["new", 30],
    ] as const) {
      makeCertificate(join(folder, name), days);
    }
    const read = (name: string) => readFileSync(join(folder, name));
    server = createServer({ cert: read("new.pem"), key: read("new.key") }, (socket) =>
      socket.end(),
    );
    server.on("tlsClientError", () => {});
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string) => join(folder, `${name}.pem`);

  const endOf = (name: string) => {
    const { validTo } = new X509Certificate(readFileSync(file(name)));
    return new Date(validTo).toISOString().replace(".000", "");
  };

  /** Exit code and the one line, without its time. */
  async function check(...args: string[]) {
    const { code, said } = await run(SCRIPT, args, { PATH: process.env["PATH"] ?? "" });
    const { time, ...line } = JSON.parse(said);
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    return { code, ...line };
  }

  it("is content with what lasts longer than is asked, in a file and on a server", async () => {
    const good = { code: 0, outcome: "ok", script: "check-certificate", ends: endOf("new") };
    expect(await check("--file", file("new"))).toMatchObject(good);
    expect(await check("--file", file("new"), "--connect", address)).toMatchObject({
      ...good,
      certificate: address,
      message: `${address} ends at ${endOf("new")}`,
    });
  });

  it("ends with 15 for what ends within 14 days, or within as many as are said", async () => {
    expect(await check("--file", file("old"))).toMatchObject({
      code: 15,
      outcome: "failed",
      ends: endOf("old"),
      message: `${file("old")} ends at ${endOf("old")}, in less than 14 days; read why the last renewal failed`,
    });
    expect(await check("--connect", address, "--days", "60")).toMatchObject({ code: 15 });
    expect(await check("--file", file("old"), "--days", "5")).toMatchObject({ code: 0 });
  });

  it("ends with 16 for a server that was not reloaded", async () => {
    expect(await check("--file", file("old"), "--connect", address)).toMatchObject({
      code: 16,
      message: `${address} shows another certificate than ${file("old")}; reload it`,
    });
  });

  it("ends with 1 where there is no certificate", async () => {
    writeFileSync(file("none"), "");
    expect(await check("--file", file("none"))).toMatchObject({
      code: 1,
      message: `${file("none")} holds no certificate that can be read; has certbot got one yet?`,
    });
    expect(await check("--connect", "127.0.0.1:1")).toMatchObject({
      code: 1,
      message: "127.0.0.1:1 shows no certificate; does it answer, and by TLS?",
    });
  });

  it.each([
    [[], "give --file, --connect or both; see --help"],
    [["--file"], "--file needs a value; see --help"],
    [["--port", "443"], "unknown option --port; see --help"],
    [["--file", "f", "--days", "0"], "--days must be a number from 1, got 0"],
    [["--connect", "a b"], "--connect must be a name and perhaps a port, got a b"],
  ])("ends with 2 for %j", async (args, message) => {
    expect(await check(...args)).toMatchObject({ code: 2, outcome: "failed", message });
  });

  it("prints its head as help", () => {
    expect(execFileSync(SCRIPT, ["--help"], { encoding: "utf8" })).toMatch(
      /^Complains of a certificate that ends soon[\s\S]*16 another is shown\n$/,
    );
  });
});

describe("the script", () => {
  it.skipIf(missing("shellcheck"))("gives shellcheck nothing to say", () => {
    expect(spawnSync(findPart("shellcheck")!, [SCRIPT], { encoding: "utf8" }).stdout).toBe("");
  });

  it.skipIf(missing("shfmt"))("is laid out as shfmt does", () => {
    const args = ["-d", "-i", "2", "-ci", SCRIPT];
    expect(spawnSync(findPart("shfmt")!, args, { encoding: "utf8" }).stdout).toBe("");
  });
});

function makeCertificate(path: string, days: number): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const out = ["-keyout", `${path}.key`, "-out", `${path}.pem`, "-days", String(days)];
  const args = ["req", "-x509", ...key, ...out, "-subj", "/CN=localhost"];
  execFileSync(findPart("openssl")!, args, { stdio: "ignore" });
}
