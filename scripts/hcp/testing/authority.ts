import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate authority of a test's own, and a server's certificate by it. */
export interface Authority {
  /** File that clients trust: `SSL_CERT_FILE`. */
  readonly file: string;
  readonly key: string;
  readonly certificate: string;
}

/** Makes an authority for servers on this machine, by openssl. */
export function makeAuthority(folder: string): Authority {
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", [...args], { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=made-up authority"];
  openssl("req", "-x509", ...newKey, ...ca);
  const server = ["-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost"];
  const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    ...server,
    ...names,
    ...leaf,
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
  );
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { file: join(folder, "ca.pem"), key: read("server.key"), certificate: read("server.pem") };
}
