import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** What systemd has to say of the units among a host's files, and how many those are. */
export function verifyUnits(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "host-units-"));
  const units = Object.entries(files).filter(([path]) => path.startsWith("/etc/systemd/"));
  for (const [path, text] of units) {
    // What the image has, and this machine may not have.
    const here = text.replaceAll("/usr/bin/certbot", "/bin/true");
    writeFileSync(join(folder, basename(path)), here);
  }
  writeFileSync(join(folder, "docker.service"), "[Service]\nExecStart=/bin/true\n");
  const paths = units.map(([path]) => join(folder, basename(path)));
  const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], {
    encoding: "utf8",
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  rmSync(folder, { recursive: true });
  return { count: units.length, said: stderr };
}
