import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A program that tests speak to when it is there. */
export type Part =
  | "actionlint"
  | "age"
  | "age-keygen"
  | "aws"
  | "certbot"
  | "chromium"
  | "curl"
  | "debootstrap"
  | "django-admin"
  | "fake-gcs-server"
  | "gcloud"
  | "gunicorn"
  | "hadolint"
  | "initdb"
  | "jq"
  | "keymgr"
  | "knotd"
  | "mariadbd"
  | "moto_server"
  | "named"
  | "nginx"
  | "nsd"
  | "openssl"
  | "packer"
  | "pebble"
  | "pg_ctl"
  | "pgbench"
  | "rclone"
  | "ruff"
  | "shellcheck"
  | "shfmt"
  | "systemd-analyze"
  | "terraform"
  | "tofu"
  | "unbound"
  | "zizmor";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the installer puts programs, before what the machine has. */
const OWN = [join(ROOT, ".parts/bin"), join(ROOT, ".parts/python/bin")];

/** Where Debian keeps a server's programs, which are on nobody's PATH. */
const SERVERS = ["/usr/lib/postgresql/15/bin", "/usr/sbin"];

/** True when a missing part is a failure: set by CI, never by default. */
export const REQUIRE_REAL = process.env["REQUIRE_REAL"] === "1";

/** The path of a part, or nothing where the machine does not have it. */
export function findPart(part: Part): string | undefined {
  const folders = [...OWN, ...(process.env["PATH"] ?? "").split(delimiter), ...SERVERS];
  return folders.map((folder) => join(folder, part)).find(isExecutable);
}

/**
 * For `describe.skipIf`: true where the part is missing. The skip is counted by the test runner;
 * where real parts are required it is a failure instead.
 */
export function missing(part: Part): boolean {
  return absent(part, findPart(part) === undefined);
}

/** Like `missing`, for a part whose version decides: what the machine has of its own is any version. */
export function missingPinned(part: Part): boolean {
  return absent(part, !OWN.some((folder) => isExecutable(join(folder, part))));
}

/** The folder of a provider mirror that holds the AWS provider, for `-plugin-dir`-like use. */
export function findProviderMirror(): string | undefined {
  return MIRRORS().find((folder) =>
    existsSync(join(folder, "registry.terraform.io/hashicorp/aws")),
  );
}

/** Like `missing`, for the real AWS provider. */
export function missingAwsProvider(): boolean {
  return absent("terraform-provider-aws", findProviderMirror() === undefined);
}

/** Like `missing`, for what a test looks for in its own way: a right, a file system, a program. */
export function absent(name: string, isAbsent: boolean): boolean {
  if (isAbsent && REQUIRE_REAL) {
    throw new Error(
      `${name} is missing and REQUIRE_REAL is 1; run scripts/parts/install-parts.sh or put it on PATH`,
    );
  }
  return isAbsent;
}

/** Named folder, Terraform's implied mirrors, then one level below where machines keep tools. */
function MIRRORS(): string[] {
  const named = process.env["GROUNDPLAN_PROVIDER_MIRROR"];
  const implied = [
    join(homedir(), ".terraform.d/plugins"),
    join(homedir(), ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const below = ["/opt", "/usr/local", "/usr/local/share"].flatMap((folder) =>
    subfolders(folder).flatMap((child) => [child, ...subfolders(child)]),
  );
  return [...(named ? [named] : []), ...implied, ...below];
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
