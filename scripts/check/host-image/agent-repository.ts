import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Part of Google's repository that the Ops Agent for Debian 13 is in. */
const SUITE = "google-cloud-ops-agent-trixie-2";

/** The agent's package, as far as an image can tell: its name and its unit. */
const CONTROL = `Package: google-cloud-ops-agent
Version: 2.0.0~stand-in
Architecture: amd64
Maintainer: a test <test@example.org>
Description: stands for the Ops Agent, which Google alone hands out
`;

const UNIT = `[Unit]
Description=Stands for the Ops Agent

[Service]
ExecStart=/bin/sleep infinity

[Install]
WantedBy=multi-user.target
`;

/** Files of a signed repository by path: stands for Google's, which no test can reach. */
export type Repository = Readonly<Record<string, Buffer>>;

/** Makes the repository with a key of its own. */
export function agentRepository(): Repository {
  const folder = mkdtempSync(join(tmpdir(), "agent-repository-"));
  const gpg = (...args: string[]) =>
    execFileSync("gpg", ["--homedir", folder, "--batch", "--quiet", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
  try {
    const deb = packageIn(folder);
    const packages = Buffer.from(
      `${CONTROL}Filename: pool/agent.deb\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\n`,
    );
    writeFileSync(join(folder, "Release"), release(packages));
    gpg("--passphrase", "", "--quick-generate-key", "stand-in@example.org", "ed25519", "sign");
    gpg("--clearsign", "--output", join(folder, "InRelease"), join(folder, "Release"));
    return {
      "doc/apt-key.gpg": gpg("--armor", "--export"),
      "pool/agent.deb": deb,
      [`dists/${SUITE}/InRelease`]: readFileSync(join(folder, "InRelease")),
      [`dists/${SUITE}/main/binary-amd64/Packages`]: packages,
    };
  } finally {
    execFileSync("gpgconf", ["--homedir", folder, "--kill", "all"]);
    rmSync(folder, { recursive: true });
  }
}

function packageIn(folder: string): Buffer {
  const root = join(folder, "package");
  const units = join(root, "usr/lib/systemd/system");
  mkdirSync(join(root, "DEBIAN"), { recursive: true });
  mkdirSync(units, { recursive: true });
  writeFileSync(join(root, "DEBIAN/control"), CONTROL);
  writeFileSync(join(units, "google-cloud-ops-agent.service"), UNIT);
  execFileSync("dpkg-deb", ["--root-owner-group", "--build", root, join(folder, "agent.deb")], {
    stdio: "pipe",
  });
  return readFileSync(join(folder, "agent.deb"));
}

function release(packages: Buffer): string {
  const line = ` ${sha256(packages)} ${packages.length} main/binary-amd64/Packages`;
  const head = `Suite: ${SUITE}\nCodename: ${SUITE}\nArchitectures: amd64\nComponents: main`;
  return `${head}\nDate: Thu, 01 Oct 2026 00:00:00 UTC\nSHA256:\n${line}\n`;
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
