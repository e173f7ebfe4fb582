import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPart } from "../../parts/parts.ts";
import type { Authority } from "./authority.ts";

const HELPER = fileURLToPath(
  new URL("../../../modules/aws/certbot-dns/fetch-aws-credentials.sh", import.meta.url),
);

/** What became of a run. */
export interface Run {
  readonly code: number | null;
  /** What it said, on both channels. */
  readonly said: string;
}

/** What stands around the machine, on loopback. */
export interface Surroundings {
  readonly authority: Authority;
  readonly awsUrl: string;
  readonly metadataUrl: string;
}

/**
 * A host of music-graph in a folder: its own files, as its start-up script writes them, with paths and
 * servers of this machine. Its Docker is a program that signals the proxy here.
 */
export class Machine {
  readonly folder: string;
  private readonly files: Readonly<Record<string, string>>;
  private readonly around: Surroundings;

  constructor(folder: string, files: Readonly<Record<string, string>>, around: Surroundings) {
    this.folder = folder;
    this.files = files;
    this.around = around;
    mkdirSync(join(folder, "bin"));
    const docker = join(folder, "bin/docker");
    writeFileSync(docker, DOCKER.replaceAll("FOLDER", folder));
    chmodSync(docker, 0o755);
    writeFileSync(join(folder, "docker.log"), "");
    writeFileSync(join(folder, "aws-config"), this.awsConfig());
  }

  /** Where the certificate of these names lies; the first names it. */
  certificate(name: string): string {
    return join(this.folder, "letsencrypt/live", name);
  }

  /** What Docker was told. */
  get dockerLog(): string {
    return readFileSync(join(this.folder, "docker.log"), "utf8");
  }

  /** The proxy's settings, for a proxy that runs here without containers. */
  proxySettings(port: number, upstream: string): string {
    return (
      this.files["/etc/groundplan/proxy.conf"]!.replace(
        "listen 443 ssl;",
        `listen 127.0.0.1:${port} ssl http2;`,
      )
        // nginx before 1.25 says it in the line above.
        .replace("http2 on;", "")
        .replace("http://web:8000", upstream)
        .replaceAll("/etc/letsencrypt", join(this.folder, "letsencrypt"))
    );
  }

  /** What the timer starts; `change` alters its command. */
  renew(change: (command: string) => string = (command) => command): Promise<Run> {
    const unit = this.files["/etc/systemd/system/certbot-renew.service"]!;
    const command = /^ExecStart=((?:.*\\\n)*.*)$/m.exec(unit)![1]!;
    const here = command
      .replace(
        "/usr/bin/certbot certonly",
        `${findPart("certbot")} certonly --server ${this.around.authority.directory}`,
      )
      .replace("/mnt/disks/data/letsencrypt", join(this.folder, "letsencrypt"))
      .replaceAll("/var/lib/letsencrypt", join(this.folder, "work"))
      .replaceAll("/var/log/letsencrypt", join(this.folder, "logs"));
    return run("bash", ["-c", change(here)], this.environment(unit));
  }

  /** Asks for credentials as certbot does: by the program that the AWS configuration names. */
  credentials(change: (command: string) => string = (command) => command): Promise<Run> {
    const [, command] = /^credential_process = (.*)$/m.exec(this.awsConfig())!;
    return run("bash", ["-c", change(command!)], { PATH: "/usr/local/bin:/usr/bin:/bin" });
  }

  /** As systemd gives it: what the unit says and no more, but for the way to servers of the test. */
  private environment(unit: string): Record<string, string> {
    const said = /^Environment=(.*)$/m
      .exec(unit)![1]!
      .split(" ")
      .map((each) => each.split("="));
    return {
      ...Object.fromEntries(said),
      AWS_CONFIG_FILE: join(this.folder, "aws-config"),
      AWS_ENDPOINT_URL_ROUTE_53: this.around.awsUrl,
      REQUESTS_CA_BUNDLE: this.around.authority.caFile,
      PATH: `${join(this.folder, "bin")}:/usr/local/bin:/usr/bin:/bin`,
    };
  }

  private awsConfig(): string {
    const servers = `--metadata-url ${this.around.metadataUrl} --sts-url ${this.around.awsUrl}`;
    return this.files["/etc/groundplan/aws-config"]!.replace(
      "/opt/groundplan/fetch-aws-credentials.sh",
      HELPER,
    ).replace(/^(credential_process = .*)$/m, `$1 ${servers}`);
  }
}

const DOCKER = `#!/usr/bin/env bash
echo "$*" >>FOLDER/docker.log
case $1 in
  ps) [[ ! -f FOLDER/nginx.pid ]] || echo proxy-1 ;;
  kill) kill -"$3" "$(<FOLDER/nginx.pid)" ;;
esac
`;

/** Runs a program to its end; servers of this process answer it meanwhile. */
export function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  return new Promise((done) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const channel of [child.stdout, child.stderr]) {
      channel.on("data", (chunk) => {
        said += chunk;
      });
    }
    child.on("close", (code) => done({ code, said }));
  });
}
