import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A token, and where it was found: the second may be told, the first never. */
export interface Token {
  readonly value: string;
  /** `TF_TOKEN_app_terraform_io`, or the path of a file. */
  readonly from: string;
}

/** There is no token for a host. */
export class NoToken extends Error {
  constructor(host: string) {
    super(
      `there is no token for ${host}: run "terraform login ${host}", or set ${variableOf(host)} (in CI, from its secrets)`,
    );
    this.name = "NoToken";
  }
}

/**
 * The token of a host, found as Terraform finds it: the variable `TF_TOKEN_<host>`; then the CLI
 * configuration, which is the file in `TF_CLI_CONFIG_FILE`, or `~/.terraformrc` and the files of
 * `~/.terraform.d`, where `terraform login` writes.
 *
 * @throws NoToken where there is none
 */
export function tokenOf(host: string, env: Readonly<Record<string, string | undefined>>): Token {
  const variable = Object.keys(env).find(
    (name) => name.startsWith("TF_TOKEN_") && hostOf(name) === host,
  );
  const value = variable && env[variable];
  if (value) return { value, from: variable };
  for (const file of configurationFiles(env)) {
    const found = tokenIn(readFileSync(file, "utf8"), host);
    if (found) return { value: found, from: file };
  }
  throw new NoToken(host);
}

/** A hyphen may be written as it is or as two underscores, a dot as one. */
function hostOf(variable: string): string {
  return variable.slice("TF_TOKEN_".length).replaceAll("__", "-").replaceAll("_", ".");
}

function variableOf(host: string): string {
  return `TF_TOKEN_${host.replaceAll("-", "__").replaceAll(".", "_")}`;
}

function configurationFiles(env: Readonly<Record<string, string | undefined>>): string[] {
  const named = env["TF_CLI_CONFIG_FILE"] ?? env["TERRAFORM_CONFIG"];
  if (named) return existsSync(named) ? [named] : [];
  const home = env["HOME"];
  if (!home) return [];
  const folder = join(home, ".terraform.d");
  const below = existsSync(folder) ? readdirSync(folder).sort() : [];
  return [
    join(home, ".terraformrc"),
    ...below.filter((name) => /\.tfrc(\.json)?$/.test(name)).map((name) => join(folder, name)),
  ].filter((file) => existsSync(file));
}

/** The token for a host in a configuration, which is JSON or HCL. */
function tokenIn(text: string, host: string): string | undefined {
  const parsed = json(text);
  if (parsed) {
    const found = parsed.credentials?.[host]?.token;
    return typeof found === "string" && found !== "" ? found : undefined;
  }
  const uncommented = text.replace(/^\s*(#|\/\/).*$/gm, "");
  for (const [, name, body] of uncommented.matchAll(/credentials\s+"([^"]+)"\s*\{([^}]*)\}/g)) {
    const token = name === host && /token\s*=\s*"([^"]+)"/.exec(body!)?.[1];
    if (token) return token;
  }
  return undefined;
}

interface Configuration {
  readonly credentials?: Readonly<Record<string, { readonly token?: unknown }>>;
}

function json(text: string): Configuration | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
