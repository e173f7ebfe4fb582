/** Words in a name that say that its value is a secret. */
const SECRET =
  /passw(or)?d|passphrase|secret|token|private_?key|api_?key|access_?key|credential|connection_?string|client_?key|shared_?key|signing_?key|encryption_?key|(^|_)auth_?(key|token|string)|(^|_)(pwd|pat|psk)$/i;

/** What stands in every such name, however its words are put together. */
const HINT = /pass|secret|token|key|credential|connection|auth|pwd|pat|psk|\\u/i;

/** Endings of names that speak of a secret without holding it. */
const ABOUT =
  /(arn|id|ids|name|names|path|uri|url|endpoint|version|versions|type|status|state|policy|policies|days|hours|minutes|seconds|ttl|period|length|enabled|rotation|mode|algorithm|spec|usage|scope|scopes|audience|issuer|prefix|suffix|file|region|replica|description|required|lifetime|expiry|expiration|count|format|labels|tags|manager|key_group|keyring|key_ring)$/i;

/** Values that name a secret without being one. */
const REFERENCE = /^(arn:aws[\w-]*:|projects\/[^/\s]+\/secrets\/|\$\{|\$\(|https?:\/\/[^@\s]*$)/;

/** Names that were judged before: plans have few of them, and each very often. */
const judged = new Map<string, boolean>();

/** So many names are kept in mind; keys of maps may be anything. */
const MOST_JUDGED = 10_000;

/** True for a name such as `DB_PASSWORD` or `clientSecret`, false for `secret_arn` or `token_ttl`. */
export function isSecretName(name: string): boolean {
  let secret = judged.get(name);
  if (secret === undefined) {
    secret = judge(name);
    if (judged.size >= MOST_JUDGED) judged.clear();
    judged.set(name, secret);
  }
  return secret;
}

function judge(name: string): boolean {
  const snake = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/[-.\s]/g, "_");
  return SECRET.test(snake) && !ABOUT.test(snake);
}

/** True where a value that stands under a name must not be shown, though nobody marked it. */
export function isSecretByName(name: string, value: unknown): value is string {
  return typeof value === "string" && value !== "" && isSecretName(name) && !REFERENCE.test(value);
}

/** The value of `{ name: "DB_PASSWORD", value: "..." }`, as containers and builds write them. */
export function secretOfPair(value: Readonly<Record<string, unknown>>): string | undefined {
  const held = value["value"] ?? value["Value"];
  if (typeof held !== "string") return undefined;
  const name = value["name"] ?? value["Name"] ?? value["key"] ?? value["Key"];
  return typeof name === "string" && isSecretByName(name, held) ? held : undefined;
}

/**
 * `PASSWORD=...`, `token: "..."`, `--api-key ...` in a line of a script or a configuration. A name is taken
 * from its first letter to its end or not at all: a long word costs as much time as it has letters.
 */
const ASSIGNMENT =
  /(["']?)(?=-{0,2}[A-Za-z_])(?<![A-Za-z_][\w.-]*?)(?=([\w.-]+))\2\1(\s*(?::=|=>|[=:])\s*|(?<=--[\w-]+)\s+)("[^"\n]*"|'[^'\n]*'|[^\s"',;]+)/g;

/** False for a text in which no secret stands under its name: most of them, so it must be quick. */
export function mayNameSecret(text: string): boolean {
  return HINT.test(text);
}

/** The secrets that a text assigns to secret names, line by line. References are none. */
export function secretsOfText(text: string): string[] {
  const found: string[] = [];
  eachAssigned(text, (value) => {
    found.push(value);
    return value;
  });
  return found;
}

/** The text with what it assigns to secret names replaced. */
export function hideAssigned(text: string, hidden: string): string {
  return eachAssigned(text, () => hidden);
}

function eachAssigned(text: string, replace: (value: string) => string): string {
  if (!mayNameSecret(text)) return text;
  return text.replace(ASSIGNMENT, (whole: string, _quote, name: string, _sign, given: string) => {
    const quote = /^["']/.test(given) ? given[0]! : "";
    const value = quote ? given.slice(1, -1) : given;
    if (!isSecretByName(name.replace(/^-+/, ""), value) || value.startsWith("$")) return whole;
    const start = whole.length - given.length;
    return `${whole.slice(0, start)}${quote}${replace(value)}${quote}`;
  });
}
