import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { only } from "../../../modules/core/testing/synth.ts";
import { HOST_NEEDS } from "../../../modules/google/vm-host/index.ts";
import { APP, DEV, makeHost } from "../../../modules/google/vm-host/testing/index.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { FakeHost, filesOf } from "./host.ts";
import { verifyUnits } from "./units.ts";

const secrets = { "db-password": "projects/acme-dev/secrets/db/versions/3" };
const template = makeHost({ ...DEV, app: { ...APP, secrets } });
const STARTUP: string = only(template, "google_compute_instance").metadata["startup-script"];
const FILES = filesOf(STARTUP);
const SCRIPTS = Object.fromEntries(
  Object.entries(FILES)
    .filter(([path]) => path.startsWith("/var/lib/groundplan/"))
    .map(([path, text]) => [basename(path), text]),
);
const release = (letter: string) => `europe.pkg.dev/acme/graph/web@sha256:${letter.repeat(64)}`;
const [A, B, C] = ["a", "b", "c"].map(release) as [string, string, string];

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost(SCRIPTS, HOST_NEEDS);
});
afterEach(() => host.remove());

describe("the deployment", () => {
  it("pulls and starts what the metadata name, once, with the machine's own token", () => {
    expect(host.deploy(A)).toEqual({ code: 0, stderr: `deploy: runs ${A}\n` });
    expect(host.read("lib/current")).toBe(`${A}\n`);
    expect(host.read("password")).toBe("ya29.token\n");
    expect(host.read("docker.log")).toContain(`pull --quiet ${A}`);
    expect(host.deploy(A)).toEqual({ code: 0, stderr: "" });
    expect(host.read("up.log")).toBe(`${A}\n`);
  });

  it("remembers the release before, for the way back", () => {
    host.deploy(A);
    host.deploy(B);
    expect([host.read("lib/current"), host.read("lib/previous")]).toEqual([`${B}\n`, `${A}\n`]);
  });

  it("goes back where a release does not become healthy, and does not try it again", () => {
    host.deploy(A);
    host.write("sick", "b".repeat(64));
    expect(host.deploy(B)).toEqual({
      code: 1,
      stderr: `deploy: ${B} did not become healthy; going back to ${A}\n`,
    });
    expect(host.read("up.log")).toBe(`${A}\n${B}\n${A}\n`);
    expect(host.read("lib/current")).toBe(`${A}\n`);
    expect(host.deploy(B)).toEqual({ code: 0, stderr: "" });
    expect(host.deploy(C).code).toBe(0);
    expect(host.has("lib/refused")).toBe(false);
  });

  it("tries the first release of all again, which may wait for a certificate", () => {
    host.write("sick", "a".repeat(64));
    expect(host.deploy(A)).toEqual({
      code: 1,
      stderr: `deploy: ${A} did not become healthy, and there is none before it; tried again in a minute\n`,
    });
    host.write("sick", "nothing-is");
    expect(host.deploy(A)).toEqual({ code: 0, stderr: `deploy: runs ${A}\n` });
  });

  it("starts the current release again after a reboot, also where a bad one is named", () => {
    host.deploy(A);
    host.reboot();
    expect(host.deploy(A).stderr).toBe(`deploy: runs ${A} again\n`);
    host.write("sick", "b".repeat(64));
    host.deploy(B);
    host.reboot();
    expect(host.deploy(B).stderr).toBe(`deploy: runs ${A} again\n`);
  });

  it("keeps secrets in memory, in a folder of root alone, and shows the token to no other program", () => {
    host.deploy(A);
    expect(host.read("run/secrets/db-password")).toBe("hunter2");
    expect(statSync(join(host.root, "run/secrets/db-password")).mode & 0o777).toBe(0o444);
    expect(statSync(join(host.root, "run/secrets")).mode & 0o777).toBe(0o700);
    expect(host.read("authorization")).toContain("Bearer ya29.token");
  });

  it("starts nothing with a secret that has no value", () => {
    host.write("secret-value", "");
    expect(host.deploy(A)).toEqual({
      code: 1,
      stderr:
        "deploy: projects/acme-dev/secrets/db/versions/3 has no value; add one, or name another version\n",
    });
    expect(host.read("up.log")).toBe("");
  });

  it("refuses what is no image by digest", () => {
    expect(host.deploy("web:latest")).toEqual({
      code: 1,
      stderr: "deploy: the metadata value release is no image by digest: web:latest\n",
    });
    expect(host.read("up.log")).toBe("");
  });
});

describe("the pruning of images", () => {
  const prune = () => host.run("prune-images.sh", join(host.root, "lib"));
  beforeEach(() => {
    host.deploy(A);
    host.deploy(B);
    host.write(`id-of-${"a".repeat(64)}`, "sha256:previous\n");
    host.write(`id-of-${"b".repeat(64)}`, "sha256:current\n");
    host.write("docker.log", "");
  });

  it("removes what nothing needs, and never what runs, is current or was before", () => {
    host.write(
      "images",
      "sha256:old\nsha256:running\nsha256:current\nsha256:previous\nsha256:old\n",
    );
    expect(prune()).toEqual({ code: 0, stderr: "" });
    const removed = host.read("docker.log").match(/^image rm .*/gm);
    expect(removed).toEqual(["image rm --force sha256:old"]);
  });

  it("removes nothing where no release is known, or containers cannot be listed", () => {
    host.write("images", "sha256:old\n");
    host.write("lib/current", "");
    expect(prune().stderr).toBe("prune-images: no release is known here: nothing is removed\n");
    host.write("lib/current", B);
    host.write("bin/docker", "#!/usr/bin/env bash\nexit 1\n");
    expect(prune().code).toBe(1);
    const blind = `#!/usr/bin/env bash
[[ $1 == $(cat "$HOST/blind") ]] && exit 1
echo "$*" >>"$HOST/docker.log"
case "$*" in
  'ps --all'*) echo c1 ;;
  'image ls --quiet --no-trunc') echo sha256:old ;;
esac
`;
    for (const command of ["ps", "inspect"]) {
      host.write("blind", command);
      host.write("bin/docker", blind);
      expect(prune().code).not.toBe(0);
    }
    expect(host.read("docker.log")).not.toContain("image rm");
  });
});

describe("the data disk", () => {
  const mount = (probe: number) => {
    host.write("blkid", String(probe));
    return host.run("mount-data.sh", "/dev/disk/by-id/google-data", join(host.root, "data"));
  };

  it("gets a file system where it has nothing, and only there", () => {
    expect(mount(2).code).toBe(0);
    expect(host.read("mkfs.log")).toContain("/dev/disk/by-id/google-data");
    host.write("mkfs.log", "");
    expect(mount(0)).toEqual({ code: 0, stderr: "" });
    expect(host.read("mkfs.log")).toBe("");
    expect(host.read("resize.log")).toContain("/dev/disk/by-id/google-data");
  });

  it("is left alone where nobody can tell what is on it", () => {
    expect(mount(8)).toEqual({
      code: 1,
      stderr:
        "mount-data: cannot tell what is on /dev/disk/by-id/google-data: look at it before anything writes to it\n",
    });
    expect([host.has("mkfs.log"), host.has("mount.log")]).toEqual([false, false]);
  });
});

describe("the look at the image", () => {
  // Without its last words, which write to the machine.
  const check = STARTUP.replaceAll("$${", "${").replace(/^install [\s\S]*/m, "");
  const look = () => {
    host.write("lib/startup.sh", check);
    return host.run("startup.sh");
  };

  it("finds an image that has all good", () => {
    expect(look()).toEqual({ code: 0, stderr: "" });
  });

  it("tells everything that is not there at once, before anything is written", () => {
    for (const program of ["blkid", "docker"]) host.lose(program);
    host.write("units", "docker.service\n");
    expect(look()).toEqual({
      code: 1,
      stderr:
        "this image lacks docker blkid google-cloud-ops-agent.service docker compose: build the host's image, or name another one\n",
    });
  });
});

describe("what the host is given", () => {
  it.skipIf(missing("shellcheck"))("leaves shellcheck nothing to say", () => {
    const scripts = Object.entries({ ...SCRIPTS, "startup.sh": STARTUP.replaceAll("$${", "${") });
    for (const [name, input] of scripts.filter(([each]) => each.endsWith(".sh"))) {
      const { stdout } = spawnSync(findPart("shellcheck")!, ["-"], { input, encoding: "utf8" });
      expect([name, stdout]).toEqual([name, ""]);
    }
  });

  it.skipIf(missing("systemd-analyze"))("has units that systemd accepts", () => {
    expect(verifyUnits(FILES)).toEqual({ count: 5, said: "" });
  });

  it("is the same on Container-Optimized OS, but for Compose and who reads the logs", () => {
    const composeImage = `docker.io/library/docker@sha256:${"cd".repeat(32)}`;
    const image = {
      system: "cos",
      project: "cos-cloud",
      family: "cos-stable",
      composeImage,
    } as const;
    const { metadata } = only(makeHost({ ...DEV, image }), "google_compute_instance");
    const [head, ...rest] = metadata["user-data"].split("\n");
    const config: { write_files: { path: string; content: string }[] } = JSON.parse(
      rest.join("\n").replaceAll("$${", "${"),
    );
    const written = Object.fromEntries(config.write_files.map((each) => [each.path, each.content]));
    expect(head).toBe("#cloud-config");
    expect(written["/var/lib/groundplan/deploy.sh"]).toContain(`${composeImage} docker compose`);
    expect(written["/var/lib/groundplan/compose.json"]).not.toContain("journald");
    const own = Object.keys(FILES).filter((path) => !path.includes("ops-agent"));
    expect(Object.keys(written).sort()).toEqual(own.sort());
    expect(metadata["google-logging-enabled"]).toBe("true");
  });
});
