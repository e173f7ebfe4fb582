/** Shapes of credentials that are known by how they begin: a text is passed over fast by them. */
const BEGINNINGS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}\b/,
  /\bglpat-[\w-]{20,}/,
  /\bxox[abeoprs]-[\w-]{10,}/,
  /hooks\.slack\.com\/services\/[\w/]{20,}/,
  /\bAIza[\w-]{35}/,
  /\bya29\.[\w-]{20,}/,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bdop_v1_[a-f0-9]{64}\b/,
  /\bhv[sb]\.[\w-]{20,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
  /\bBearer\s+[\w.~+/-]{16,}=*/,
];

/** Shapes that begin with anything, and what stands in the middle of each. */
const MIDDLES: readonly RegExp[] = [
  /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}/,
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@"'`]{0,100}:[^\s/@"'`$]{3,200}@/,
];
const MIDDLE = /\.atlasv1\.|:\/\//i;

const BEGUN = anyOf(BEGINNINGS);
const ANY = anyOf([...BEGINNINGS, ...MIDDLES]);

function anyOf(shapes: readonly RegExp[]): RegExp {
  return new RegExp(shapes.map(({ source }) => source).join("|"), "gi");
}

/** Every credential that a text seems to hold. */
export function tokensIn(text: string): string[] {
  return text.length < 12 ? [] : (text.match(MIDDLE.test(text) ? ANY : BEGUN) ?? []);
}
