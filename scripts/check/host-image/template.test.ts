import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "@cdktf/hcl2json";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { builtFindings } from "../../../apps/music-graph/host-image.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { UPLOADED } from "./machine.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDER = "apps/music-graph/packer";
const TEMPLATES = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith(".pkr.hcl"));

/** What somebody types who builds an image. */
const VARIABLES = {
  project_id: "acme-shared",
  network_project_id: "acme-dev",
  zone: "europe-west1-b",
  subnetwork: "acme-dev-music-graph-hosts",
  base_image: "debian-13-trixie-v20261111",
  git_sha: "0a1b2c3",
};

// biome-ignore lint/suspicious/noExplicitAny: a template of Packer's as data
const templates: Record<string, any> = {};
beforeAll(async () => {
  for (const name of TEMPLATES) {
    templates[name] = await parse(name, readFileSync(join(ROOT, FOLDER, name), "utf8"));
  }
});

/** The words of Packer about the template with these variables. */
function validate(variables: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "template-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, FOLDER);
  cpSync(join(ROOT, FOLDER), folder, { recursive: true });
  for (const name of ["modules", "scripts"]) symlinkSync(join(ROOT, name), join(root, name));
  // Debian's Packer has its builders inside, and does not know yet that they are named.
  rmSync(join(folder, "plugins.pkr.hcl"));
  const given = Object.entries(variables).flatMap(([name, value]) => ["-var", `${name}=${value}`]);
  const { status, stdout } = spawnSync(findPart("packer")!, ["validate", ...given, "."], {
    cwd: folder,
    encoding: "utf8",
    env: { HOME: folder, PATH: "/usr/bin:/bin", CHECKPOINT_DISABLE: "1", PACKER_NO_COLOR: "1" },
  });
  return { status, said: stdout.replace(/\s+/g, " ") };
}

describe("the template of the hosts' image", () => {
  const source = () => templates["host.pkr.hcl"].source.googlecompute.host[0];
  const build = () => templates["host.pkr.hcl"].build[0];

  it("is built by a machine that is shielded, with no address and no account of the project's", () => {
    const { enable_secure_boot, enable_vtpm, enable_integrity_monitoring } = source();
    expect([enable_secure_boot, enable_vtpm, enable_integrity_monitoring]).toEqual([
      true,
      true,
      true,
    ]);
    const { omit_external_ip, use_internal_ip, use_iap, use_os_login } = source();
    expect([omit_external_ip, use_internal_ip, use_iap, use_os_login]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(source().disable_default_service_account).toBe(true);
  });

  it("tells what the image was made from, and begins with one image of Debian's", () => {
    expect(source().source_image).toBe("${var.base_image}");
    expect(source().source_image_family).toBeUndefined();
    expect(Object.keys(source().image_labels)).toEqual([
      "app",
      "base_image",
      "git_sha",
      "packer_version",
    ]);
  });

  it("puts into the image what the tests put there, and all of it exists", () => {
    const { sources } = build().provisioner.file[0];
    const places = sources.map((path: string) =>
      path.replace("${path.root}", FOLDER).replace("${local.repository}/", ""),
    );
    expect(places).toEqual(UPLOADED);
    expect(places.filter((path: string) => !existsSync(join(ROOT, path)))).toEqual([]);
    const [, script] = build().provisioner.shell;
    expect(script.execute_command).toMatch(/sudo \{\{ \.Path \}\} --files \/tmp\/groundplan$/);
  });

  it("gives names that environments may pin, and a family that they may follow", () => {
    const family = templates["variables.pkr.hcl"].variable.family[0].default;
    const name = templates["host.pkr.hcl"].locals[0].image_name
      .replace("${var.family}", family)
      .replace("${local.built_at}", "20261101120000")
      .replace("${var.git_sha}", VARIABLES.git_sha);
    expect(templates["host.pkr.hcl"].locals[0].built_at).toContain('"YYYYMMDDhhmmss"');
    expect(
      [...builtFindings({ family }), ...builtFindings({ image: name })].filter(Boolean),
    ).toEqual([]);
    expect(builtFindings({ image: family }).filter(Boolean)).toHaveLength(1);
  });

  it("has no secret, and reads none", () => {
    const text = TEMPLATES.map((name) => readFileSync(join(ROOT, FOLDER, name), "utf8")).join("");
    expect(text).not.toMatch(/password|secret_|token|credentials_file|account_file|vault|env\(/i);
  });

  it("pins the plugin that builds it", () => {
    const { googlecompute } = templates["plugins.pkr.hcl"].packer[0].required_plugins[0];
    expect(googlecompute.version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe.skipIf(missing("packer"))("the template, by Packer itself", () => {
  it("is valid to Packer and to the builder of Google's images", () => {
    expect(validate(VARIABLES)).toEqual({ status: 0, said: "" });
  });

  it("takes no base that moves, no commit in other words, no family of somebody else's", () => {
    const { status, said } = validate({
      ...VARIABLES,
      base_image: "debian-13",
      git_sha: "main",
      family: "debian-13",
    });
    expect(status).toBe(1);
    expect(said).toContain("base_image must be an exact Debian 13 for amd64");
    expect(said).toContain("git_sha must be seven hexadecimal digits");
    expect(said).toContain("family must be music-graph-host");
  });

  it("is laid out as Packer does", () => {
    const { status, stdout } = spawnSync(
      findPart("packer")!,
      ["fmt", "-check", join(ROOT, FOLDER)],
      {
        encoding: "utf8",
        env: { PATH: "/usr/bin:/bin", CHECKPOINT_DISABLE: "1" },
      },
    );
    expect([status, stdout]).toEqual([0, ""]);
  });
});

describe("the script that makes the image", () => {
  const script = join(ROOT, FOLDER, "provision.sh");

  it.skipIf(missing("shellcheck"))("leaves shellcheck nothing to say", () => {
    const { stdout } = spawnSync(findPart("shellcheck")!, [script], { encoding: "utf8" });
    expect(stdout).toBe("");
  });

  it.skipIf(missing("shfmt"))("is laid out as shfmt does", () => {
    const { stdout } = spawnSync(findPart("shfmt")!, ["-d", "-i", "2", "-ci", script], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it("tells how it is used", () => {
    const { status, stdout } = spawnSync(script, ["--help"], { encoding: "utf8" });
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining("Usage: provision.sh --files DIR"),
    ]);
  });

  it("installs certbot in the version that the proof of issuing uses, each wheel by its hash", () => {
    const pinned = readFileSync(join(ROOT, FOLDER, "certbot.txt"), "utf8");
    const proved = readFileSync(join(ROOT, "scripts/parts/install-parts.sh"), "utf8");
    for (const name of ["certbot", "certbot-dns-route53"]) {
      const [version] = new RegExp(`(?<="${name}==)[\\d.]+`).exec(proved)!;
      expect(pinned).toMatch(new RegExp(`^${name}==${version} --hash`, "m"));
    }
    const lines = pinned.split("\n").filter((line) => line && !line.startsWith("#"));
    expect(
      lines.filter((line) => !/^[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}$/.test(line)),
    ).toEqual([]);
  });
});
