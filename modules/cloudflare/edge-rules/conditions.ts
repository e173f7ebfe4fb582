/** Quotes a text for the rules language. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The request is for this host, or one of these. */
export function hostIs(...hosts: readonly string[]): string {
  return `http.host in ${setOf(hosts)}`;
}

/** The path is exactly one of these. */
export function pathIs(...paths: readonly string[]): string {
  return `http.request.uri.path in ${setOf(paths)}`;
}

/** The path begins with one of these. */
export function pathStartsWith(...prefixes: readonly string[]): string {
  return anyOf(...prefixes.map((each) => `starts_with(http.request.uri.path, ${quote(each)})`));
}

/** The request's method is one of these. */
export function methodIs(...methods: readonly string[]): string {
  return `http.request.method in ${setOf(methods)}`;
}

/** The request comes from one of these addresses or ranges. */
export function sourceIs(...ranges: readonly string[]): string {
  return `ip.src in {${ranges.join(" ")}}`;
}

/** The request has no such header, or an empty one. The name in lower case. */
export function headerMissing(name: string): string {
  return not(`any(len(http.request.headers[${quote(name)}][*])[*] > 0)`);
}

/** All of them hold. */
export function allOf(...conditions: readonly string[]): string {
  return joined(conditions, "and");
}

/** At least one of them holds. */
export function anyOf(...conditions: readonly string[]): string {
  return joined(conditions, "or");
}

/** It does not hold. */
export function not(condition: string): string {
  return `not (${condition})`;
}

function joined(conditions: readonly string[], word: "and" | "or"): string {
  if (conditions.length === 1) return conditions[0]!;
  return conditions.map((each) => (isPlain(each) ? each : `(${each})`)).join(` ${word} `);
}

/** A comparison or call that needs no brackets beside others. */
function isPlain(condition: string): boolean {
  return !/ (and|or) /.test(condition);
}

function setOf(texts: readonly string[]): string {
  return `{${texts.map(quote).join(" ")}}`;
}
