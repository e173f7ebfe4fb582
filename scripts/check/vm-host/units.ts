import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where systemd looks for a machine's own units. */
const UNITS = "/etc/systemd/system";

/** Templates that the image has beside them. */
const TEMPLATES = fileURLToPath(new URL("../../backup/units", import.meta.url));

/** What systemd has to say of the units among a host's files, and how many those are. */
export function verifyUnits(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "host-units-"));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    // What the image has, and this machine may not have.
    writeFileSync(
      join(folder, name),
      text.replaceAll(/\/usr\/bin\/certbot|\/opt\/groundplan\/\S+\.sh/g, "/bin/true"),
    );
  };
  const units = Object.entries(files).filter(([path]) => path.startsWith(`${UNITS}/`));
  for (const [path, text] of units) write(relative(UNITS, path), text);
  for (const name of readdirSync(TEMPLATES)) {
    write(name, readFileSync(join(TEMPLATES, name), "utf8"));
  }
  write("docker.service", "[Service]\nExecStart=/bin/true\n");
  const names = units.map(([path]) => relative(UNITS, path)).filter((name) => !name.includes("/"));
  const paths = names.map((name) => join(folder, name));
  const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], {
    encoding: "utf8",
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  rmSync(folder, { recursive: true });
  return { count: units.length, said: stderr };
}
