import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { absent, missing } from "../../parts/parts.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** What scripts/parts/debian-base.sh has made: base.tar, packages/ and wheels/. */
export const DEBIAN_BASE = join(ROOT, ".parts/debian-13");

/** What the image's template uploads, by its place in the repository. */
export const UPLOADED = [
  "apps/music-graph/packer/certbot.txt",
  "apps/music-graph/packer/packages.txt",
  "modules/aws/certbot-dns/fetch-aws-credentials.sh",
  "scripts/backup",
  "scripts/certificates/check-certificate.sh",
];

/** True where no machine can be made out of a folder. */
export function missingMachine(): boolean {
  return (
    missing("debootstrap") ||
    absent("a Debian 13 to begin with", !existsSync(join(DEBIAN_BASE, "base.tar"))) ||
    absent("root", process.getuid?.() !== 0)
  );
}

/** How a command ended. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A bare Debian 13 in a folder, as the image's build finds it. Commands run in it by chroot, in mounts and
 * processes of their own: with each command all of them end. It reaches the registries on loopback.
 */
export class BareMachine {
  readonly root = mkdtempSync(join(tmpdir(), "bare-machine-"));
  readonly #registries: string;

  /** @param registries address of the registries on loopback */
  constructor(registries: string) {
    this.#registries = registries;
    execFileSync("tar", ["-C", this.root, "-xf", join(DEBIAN_BASE, "base.tar")]);
    const from = `deb [trusted=yes] ${registries}/debian ./\n`;
    this.write("etc/apt/sources.list", from);
    // Nobody keeps this disk: waiting for it would be most of the time.
    this.write("etc/dpkg/dpkg.cfg.d/quick", "force-unsafe-io\n");
    const scripts = [...UPLOADED, "apps/music-graph/packer/provision.sh"];
    for (const path of scripts) {
      cpSync(join(ROOT, path), join(this.root, "tmp/groundplan", path.split("/").at(-1)!), {
        recursive: true,
      });
    }
  }

  /** Runs a command as root in it. */
  run(...command: string[]): Promise<Ending> {
    const enter = `mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"`;
    const args = ["--mount", "--pid", "--fork", "--kill-child", "bash", "-c", enter, this.root];
    const child = spawn("unshare", [...args, ...command], {
      env: {
        PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        LC_ALL: "C.UTF-8",
        // pip as it would be, but for where its files come from.
        PIP_NO_INDEX: "1",
        PIP_FIND_LINKS: `${this.#registries}/wheels/`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    return new Promise((done, fail) => {
      child.on("error", fail);
      child.on("close", (code) => done({ code, stdout, stderr }));
    });
  }

  /** The image's build: the very call that the template makes. */
  provision(...options: string[]): Promise<Ending> {
    const script = "/tmp/groundplan/provision.sh";
    return this.run(script, "--files", "/tmp/groundplan", ...options);
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
