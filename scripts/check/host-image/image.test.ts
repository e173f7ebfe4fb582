import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DUMPED_UP_TO, IMAGE_NEEDS } from "../../../apps/music-graph/host-image.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { only } from "../../../modules/core/testing/synth.ts";
import { filesOf } from "../vm-host/host.ts";
import { agentRepository } from "./agent-repository.ts";
import { BareMachine, DEBIAN_BASE, type Ending, missingMachine } from "./machine.ts";
import { LocalRegistries } from "./registry.ts";

/** What the build put there, but for what Python compiles with a time in it. */
const CONTENTS =
  "cd / && find opt etc -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum";

describe.skipIf(missingMachine())(
  "the image of music-graph's hosts, built in a bare Debian",
  () => {
    let registries: LocalRegistries;
    let machine: BareMachine;
    let built: Ending;
    const agent = () => ["--agent-repository", `${registries.url}/google`];

    beforeAll(async () => {
      registries = await LocalRegistries.start(DEBIAN_BASE, agentRepository());
      machine = new BareMachine(registries.url);
      built = await machine.provision(...agent());
    }, 600_000);
    afterAll(() => {
      machine?.remove();
      registries?.stop();
    });

    const inside = async (command: string) => {
      const { code, stdout, stderr } = await machine.run("bash", "-c", command);
      return { code, said: stdout + stderr };
    };

    it("is made to the end, and tells what it has", () => {
      expect([built.code, built.stderr]).toEqual([
        0,
        expect.stringMatching(/provision: done: Docker version \d+\..*, certbot 5\.8\.0\n$/),
      ]);
    });

    it("takes along nothing of the machine that it was built on", async () => {
      expect(readFileSync(join(machine.root, "etc/machine-id"), "utf8")).toBe("");
      const kept = [
        "ls /etc/ssh/ssh_host_* /root/.bash_history /root/.cache 2>/dev/null",
        "find /var/cache/apt/archives /var/lib/apt/lists -type f ! -name lock",
        "find /var/log -type f -size +0",
        "grep --recursive --files-with-matches --binary-files=without-match -e '-----BEGIN .*PRIVATE KEY' /etc /root /opt/groundplan /home",
      ];
      expect((await inside(kept.join("\n"))).said).toBe("");
    });

    it("has every program, unit and file that a host needs of it", async () => {
      const { programs, units, files } = IMAGE_NEEDS;
      const look = [
        ...programs.map((each) => `command -v ${each} >/dev/null || echo ${each}`),
        ...units.map(
          (each) => `systemctl --root=/ is-enabled ${each} | grep -q not-found && echo ${each}`,
        ),
        ...files.map((each) => `[ -x ${each} ] || echo ${each}`),
        "docker compose version >/dev/null || echo docker compose",
        "systemctl --root=/ is-enabled --quiet docker.service || echo docker at boot",
      ];
      expect(await inside(look.join("\n"))).toEqual({ code: 0, said: "" });
    });

    it("has certbot with its plugin, at the path that the unit calls", async () => {
      const { code, said } = await inside("/usr/bin/certbot plugins 2>&1");
      expect([code, said]).toEqual([0, expect.stringContaining("* dns-route53\n")]);
    });

    it("has backup scripts that run, and nothing that only tests need", async () => {
      for (const script of ["backup", "drill"]) {
        const { code, said } = await inside(`/opt/groundplan/backup/${script}.sh --help`);
        expect([code, said]).toEqual([0, expect.stringContaining(`Usage: ${script}.sh`)]);
      }
      expect((await inside("find /opt/groundplan /etc/systemd -name '*.ts'")).said).toBe("");
    });

    it("dumps by itself neither a database nor drills, and knows who does", async () => {
      const units = "groundplan-backup@x.timer groundplan-backup-drill@x.timer";
      expect((await inside(`systemctl --root=/ is-enabled ${units}`)).said).toBe(
        "disabled\ndisabled\n",
      );
      expect((await inside("id -un groundplan-backup groundplan-drill")).said).toBe(
        "groundplan-backup\ngroundplan-drill\n",
      );
    });

    it("dumps every version of PostgreSQL that a host may have in Cloud SQL", async () => {
      const { said } = await inside("pg_dump --version");
      expect(said).toMatch(new RegExp(`^pg_dump \\(PostgreSQL\\) ${DUMPED_UP_TO}\\.`));
    });

    const machines = ["dev", "prod"].flatMap((environment) => [
      [`${environment}-music-graph-host`, "groundplan-backup@graph.service"],
      [`${environment}-music-graph-drill`, "groundplan-backup-drill@graph.service"],
    ]);
    it.each(machines)("knows every unit of %s, and %s of its own", async (stack, ours) => {
      const { template } = synthEstate().get(stack!)!;
      const { metadata } = only(template, "google_compute_instance");
      const files = Object.entries(filesOf(metadata["startup-script"]));
      for (const [path, text] of files) machine.write(path, text);
      const paths = files.map(([path]) => path);
      const own = paths.filter((path) => /^\/etc\/systemd\/system\/[^/]+$/.test(path));
      expect(own.length).toBeGreaterThan(0);
      // What the image has, with what the host says of it.
      const units = [...own.map((path) => basename(path)), ours];
      expect(await inside(`systemd-analyze verify --man=no ${units.join(" ")}`)).toEqual({
        code: 0,
        said: "",
      });
      await inside(`rm ${paths.join(" ")}`);
    });

    it("is the same after a second build over the first", { timeout: 600_000 }, async () => {
      const before = (await inside(CONTENTS)).said;
      expect((await machine.provision(...agent())).code).toBe(0);
      expect((await inside(CONTENTS)).said).toBe(before);
    });

    it("trusts Google's key for Google's packages alone, and no other key for those", async () => {
      const key = "/etc/apt/keyrings/google-cloud.asc";
      const { said } = await inside(
        `grep -rl ${key} /etc/apt; cp /usr/share/keyrings/debian-archive-keyring.gpg ${key}`,
      );
      expect(said).toBe("/etc/apt/sources.list.d/google-cloud-ops-agent.sources\n");
      const update = await inside("apt-get --option APT::Update::Error-Mode=any update");
      expect([update.code, update.said]).toEqual([100, expect.stringContaining("Missing key")]);
    });

    it("is refused with all that is wrong, before anything is changed", async () => {
      const before = (await inside(CONTENTS)).said;
      const { code, stderr } = await machine.run(
        ...["/tmp/groundplan/provision.sh", "--files", "/root"],
        ...["--agent-repository", "http://packages.example.org"],
      );
      expect([code, stderr]).toEqual([
        2,
        [
          "--agent-repository must be an https address, got http://packages.example.org",
          ...[
            "packages.txt",
            "certbot.txt",
            "backup/backup.sh",
            "fetch-aws-credentials.sh",
            "check-certificate.sh",
          ].map((name) => `/root/${name} is missing`),
        ]
          .map((line) => `provision: ${line}\n`)
          .join(""),
      ]);
      expect((await inside(CONTENTS)).said).toBe(before);
    });

    it("is not built with a wheel that is not the one that was looked at", async () => {
      const lists = join(machine.root, "tmp/groundplan/certbot.txt");
      const changed = readFileSync(lists, "utf8").replace(
        /(certbot==\S+ --hash=sha256:)\w{8}/,
        "$100000000",
      );
      machine.write("tmp/groundplan/certbot.txt", changed);
      const { code, stderr } = await machine.provision(...agent());
      expect(code).toBe(1);
      expect(stderr).toContain("THESE PACKAGES DO NOT MATCH THE HASHES");
      expect(stderr).toMatch(
        /provision: line \d+ failed: .*; the image is not whole: begin again\n$/,
      );
    });
  },
);
