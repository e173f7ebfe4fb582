import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PIECES = join(HERE, "pieces");
const COMMANDS = readdirSync(HERE).filter((name) => name.endsWith(".sh"));
const SHELL = [...COMMANDS, ...readdirSync(PIECES).map((name) => `pieces/${name}`)].filter((name) =>
  name.endsWith(".sh"),
);
const UNITS = readdirSync(join(HERE, "units"));

describe("the backup scripts", () => {
  it("are the six commands", () => {
    expect(COMMANDS).toEqual([
      "backup.sh",
      "drill.sh",
      "list.sh",
      "prune.sh",
      "restore.sh",
      "verify.sh",
    ]);
  });

  it.skipIf(missing("shellcheck"))("give shellcheck nothing to say", () => {
    const { stdout } = spawnSync(findPart("shellcheck")!, ["-x", ...COMMANDS], {
      cwd: HERE,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it.skipIf(missing("shfmt"))("are laid out as shfmt does", () => {
    const { stdout } = spawnSync(findPart("shfmt")!, ["-d", "-i", "2", "-ci", ...SHELL], {
      cwd: HERE,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it.each(COMMANDS)(
    "%s is in strict mode and has a help that names its exit codes and its options",
    (command) => {
      const text = readFileSync(join(HERE, command), "utf8");
      expect(text).toContain("\nset -Eeuo pipefail\nIFS=$'\\n\\t'\n");
      expect(text.trimEnd().split("\n").at(-1)).toBe('main "$@"');
      const help = execFileSync(join(HERE, command), ["--help"], { encoding: "utf8" });
      expect(help).toContain(`Usage: ${command} --config FILE`);
      expect(help).toContain("Exit codes: 0 done, 1 unforeseen, 2 used wrongly");
      const own = /read_options "([^"]*)"/.exec(text)![1]!;
      const listed = /OWN_OPTIONS="([^"]*)"/s.exec(text)?.[1] ?? "";
      const names = `${own} ${listed}`.match(/(?<!\$)\b[a-z][a-z-]+(?==|\s|$)/g) ?? [];
      expect(names.filter((name) => !help.includes(`--${name}`))).toEqual([]);
    },
  );

  it.each(SHELL)("%s is at most 150 lines and traces nothing", (file) => {
    const text = readFileSync(join(HERE, file), "utf8");
    expect(text.split("\n").length).toBeLessThanOrEqual(151);
    expect(text).not.toMatch(/set -[a-z]*x/);
  });

  const ENGINES = ["postgres", "mariadb"];

  it.each(ENGINES)(
    "ask %s for nothing that it does not bring, and the guide names it all",
    (engine) => {
      const calls = SHELL.filter((file) => !file.startsWith("pieces/engine-")).flatMap((file) =>
        readFileSync(join(HERE, file), "utf8").match(/\b(?:engine|scratch)_[a-z_]+/g),
      );
      const asked = [...new Set(calls.filter((name) => name !== null))].sort();
      const own = SHELL.filter((file) => file.startsWith(`pieces/engine-${engine}`));
      const text = own.map((file) => readFileSync(join(HERE, file), "utf8")).join("\n");
      expect(asked.filter((name) => !text.includes(`\n${name}() {`))).toEqual([]);
      expect(asked.length).toBeGreaterThan(20);
      const guide = readFileSync(join(PIECES, "README.md"), "utf8");
      const words = asked.map((name) => `\`${name.replace(/^(engine|scratch)_/, "")}\``);
      expect(words.filter((word) => !guide.includes(word))).toEqual([]);
    },
  );

  it.skipIf(missing("systemd-analyze"))(
    "come with units that systemd accepts, and timers that make up for a host that was off",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "units-"));
      for (const unit of UNITS) {
        const text = readFileSync(join(HERE, "units", unit), "utf8").replaceAll(
          "/opt/groundplan/backup/",
          HERE,
        );
        writeFileSync(join(folder, unit.replace("@", "@music")), text);
        cpSync(join(HERE, "units", unit), join(folder, unit));
        if (unit.endsWith(".timer")) expect(text).toContain("Persistent=true");
      }
      const units = UNITS.map((unit) => join(folder, unit.replace("@", "@music")));
      const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...units], {
        encoding: "utf8",
      });
      rmSync(folder, { recursive: true });
      expect([status, stderr]).toEqual([0, ""]);
    },
  );
});
