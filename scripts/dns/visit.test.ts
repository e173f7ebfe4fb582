import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";
import { visit } from "./visit.ts";

const NAME = "www.shop.test";

describe.skipIf(missing("openssl"))("a visitor", () => {
  let folder: string;
  let server: Server;
  let door: { port: number; ca: string };
  let host = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dns-visit-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
    ];
    const of = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`, "-days", "2"];
    execFileSync(findPart("openssl")!, [...made, ...of, "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    const [keyText, ca] = [readFileSync(key, "utf8"), readFileSync(cert, "utf8")];
    server = createServer({ key: keyText, cert: ca }, (request, response) => {
      host = request.headers.host ?? "";
      response.writeHead(526).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    door = { port: (server.address() as AddressInfo).port, ca };
  });
  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true });
  });

  it("asks the address for the name, and tells the status", async () => {
    expect(await visit(NAME, "127.0.0.1", door)).toEqual({ status: 526 });
    expect(host).toBe(NAME);
  });

  it("believes no certificate of another name, or of nobody", async () => {
    expect(await visit("other.shop.test", "127.0.0.1", door)).toEqual({
      error: expect.stringMatching(/^ERR_TLS_CERT_ALTNAME_INVALID: /),
    });
    expect(await visit(NAME, "127.0.0.1", { port: door.port })).toEqual({
      error: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
    });
  });

  it("says so where nobody answers", async () => {
    expect(await visit(NAME, "127.0.0.1", { port: 1 })).toEqual({
      error: expect.stringMatching(/^ECONNREFUSED: /),
    });
  });
});
