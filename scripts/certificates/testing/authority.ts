import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";

/** pebble's own whims, which would make a test depend on its dice. */
const CALM = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };

/** A certificate authority of the test's own, which speaks ACME: pebble. */
export class Authority {
  /** Where clients begin. */
  readonly directory: string;
  /** Whom clients must trust to speak to it. */
  readonly caFile: string;
  private readonly management: string;
  private readonly child: ChildProcess;

  private constructor(directory: string, management: string, caFile: string, child: ChildProcess) {
    this.directory = directory;
    this.management = management;
    this.caFile = caFile;
    this.child = child;
  }

  /** @param dnsPort name server that it proves names by */
  static async start(folder: string, dnsPort: number): Promise<Authority> {
    const [port, managementPort] = [await freePort(), await freePort()];
    const [caFile, keyFile] = [join(folder, "authority.pem"), join(folder, "authority.key")];
    makeServerCertificate(caFile, keyFile);
    const config = join(folder, "pebble.json");
    writeFileSync(
      config,
      JSON.stringify({ pebble: settings(port, managementPort, caFile, keyFile) }),
    );
    const args = ["-config", config, "-strict", "-dnsserver", `127.0.0.1:${dnsPort}`];
    const child = spawn(findPart("pebble")!, args, { stdio: "ignore", env: CALM });
    const host = (at: number) => `https://localhost:${at}`;
    const authority = new Authority(`${host(port)}/dir`, host(managementPort), caFile, child);
    await authority.untilItAnswers();
    return authority;
  }

  /** The root that visitors trust. */
  root(): Promise<string> {
    return this.ask(`${this.management}/roots/0`);
  }

  /** Tells whoever asks about a certificate to renew it now, as an authority does that must revoke. */
  async wantsRenewed(certificate: string): Promise<void> {
    const suggestedWindow = { start: "2020-01-01T00:00:00Z", end: "2020-01-02T00:00:00Z" };
    const body = { Certificate: certificate, ARIResponse: JSON.stringify({ suggestedWindow }) };
    await this.ask(`${this.management}/set-renewal-info/`, JSON.stringify(body));
  }

  stop(): void {
    this.child.kill("SIGKILL");
  }

  private async untilItAnswers(): Promise<void> {
    for (let left = 400; left > 0 && this.child.exitCode === null; left--) {
      try {
        await this.ask(this.directory);
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    this.stop();
    throw new Error("pebble did not start");
  }

  private ask(url: string, body?: string): Promise<string> {
    const ca = readFileSync(this.caFile);
    // ACME refuses whoever does not say what it is.
    const headers = { "user-agent": "groundplan-test" };
    const method = body ? "POST" : "GET";
    return new Promise((done, fail) => {
      const asked = request(url, { ca, headers, method, agent: false }, (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () =>
          answer.statusCode === 200 ? done(text) : fail(new Error(`${url}: ${text}`)),
        );
      });
      asked.on("error", fail).end(body);
    });
  }
}

function settings(port: number, managementPort: number, certificate: string, privateKey: string) {
  return {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    ...{ certificate, privateKey, httpPort: 5002, tlsPort: 5001, ocspResponderURL: "" },
    externalAccountBindingRequired: false,
    retryAfter: { authz: 1, order: 1 },
    keyAlgorithm: "ecdsa",
    profiles: { default: { description: "default", validityPeriod: 90 * 86_400 } },
  };
}

function makeServerCertificate(certificate: string, key: string): void {
  execFileSync(
    findPart("openssl")!,
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ],
    { stdio: "ignore" },
  );
}
