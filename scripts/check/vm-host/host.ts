import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What a fake program does: bash that sees its arguments as `$*`, and the folder as `$HOST`. */
const FAKES: Readonly<Record<string, string>> = {
  curl: `case "$*" in
    *attributes/release*) cat "$HOST/metadata-release" ;;
    *token*) echo '{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}' ;;
    *secretmanager*) cat >"$HOST/authorization"; printf '{\\n  "name": "v",\\n  "payload": {\\n    "data": "%s"\\n  }\\n}\\n' "$(cat "$HOST/secret-value")" ;;
  esac`,
  docker: `echo "$*" >>"$HOST/docker.log"
    case "$*" in
      'ps --quiet --filter'*) cat "$HOST/running" ;;
      'ps --all'*) echo c1 ;;
      'inspect --format'*) echo sha256:running ;;
      'image ls --quiet --no-trunc --filter reference='*) cat "$HOST/id-of-$(sed 's/.*:\\([a-z0-9]*\\)$/\\1/' <<<"$*")" 2>/dev/null || true ;;
      'image ls --quiet --no-trunc') cat "$HOST/images" ;;
      login*) cat >"$HOST/password" ;;
      compose*) echo "$RELEASE_IMAGE" >>"$HOST/up.log"; [[ $RELEASE_IMAGE != *"$(cat "$HOST/sick")" ]] && echo c1 >"$HOST/running" ;;
    esac`,
  blkid: `exit "$(cat "$HOST/blkid")"`,
  "mkfs.ext4": `echo "$*" >>"$HOST/mkfs.log"`,
  mountpoint: "exit 1",
  mount: `echo "$*" >>"$HOST/mount.log"`,
  systemctl: `grep --quiet --line-regexp --fixed-strings -- "$2" "$HOST/units"`,
  resize2fs: `echo "$*" >>"$HOST/resize.log"`,
};

/** Where this machine has the programs that are not faked. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/sbin"];

/** A machine in a folder: its own scripts, fakes of what they call, and no program that no image must have. */
export class FakeHost {
  readonly root = mkdtempSync(join(tmpdir(), "groundplan-host-"));

  /** @param image what the image has, beyond which nothing is there */
  constructor(
    scripts: Readonly<Record<string, string>>,
    image: { readonly programs: readonly string[]; readonly units: readonly string[] },
  ) {
    for (const [name, text] of Object.entries(scripts)) this.write(`lib/${name}`, text);
    for (const [name, body] of Object.entries(FAKES)) {
      this.write(`bin/${name}`, `#!/usr/bin/env bash\\n${body}\\n`.replaceAll("\\n", "\n"));
      chmodSync(join(this.root, "bin", name), 0o755);
    }
    for (const name of image.programs.filter((each) => !(each in FAKES))) {
      const real = FOLDERS.map((folder) => join(folder, name)).find(existsSync);
      symlinkSync(real!, join(this.root, "bin", name));
    }
    for (const name of ["running", "images", "up.log", "docker.log", "lib/secrets"]) {
      if (!this.has(name)) this.write(name, "");
    }
    this.write("units", image.units.join("\n"));
    this.write("sick", "nothing-is");
    this.write("secret-value", Buffer.from("hunter2").toString("base64"));
  }

  /** Runs one of the scripts. */
  run(script: string, ...args: string[]): { code: number | null; stderr: string } {
    const { status, stderr } = spawnSync("bash", [join(this.root, "lib", script), ...args], {
      encoding: "utf8",
      env: { PATH: join(this.root, "bin"), HOST: this.root },
    });
    return { code: status, stderr };
  }

  /** The release that metadata name, then one look at it. */
  deploy(release: string) {
    this.write("metadata-release", release);
    return this.run("deploy.sh", join(this.root, "lib"), join(this.root, "run"));
  }

  /** Takes a program away. */
  lose(program: string): void {
    rmSync(join(this.root, "bin", program));
  }

  /** A reboot: no container runs, memory is empty. */
  reboot(): void {
    this.write("running", "");
    rmSync(join(this.root, "run"), { recursive: true, force: true });
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The files of a Debian host, out of its start-up script. */
export function filesOf(startupScript: string): Record<string, string> {
  const text = startupScript.replaceAll("$${", "${").replaceAll("%%{", "%{");
  const found = text.matchAll(/^install -D -m \d+ \/dev\/stdin (\S+) <<'(\w+)'\n([\s\S]*?)^\2$/gm);
  return Object.fromEntries([...found].map(([, path, , content]) => [path!, content!]));
}
