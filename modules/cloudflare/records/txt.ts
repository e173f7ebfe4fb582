/** Bytes that one string of a TXT record holds (RFC 1035, 3.3.14). */
const STRING_LENGTH = 255;

/** Longest content of a TXT record in characters. */
export const TXT_LIMIT = 2048;

/** The text is what a TXT record can carry without surprises: printable ASCII. */
export function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/**
 * The content as Cloudflare keeps it: quoted, and cut into strings of 255 bytes. Written any other
 * way it is rewritten by the API and shows as a change at every plan (cloudflare-docs#17552,
 * terraform-provider-cloudflare#6238).
 */
export function quoteTxt(text: string): string {
  const pieces = text.match(new RegExp(`.{1,${STRING_LENGTH}}`, "gs")) ?? [""];
  return pieces.map((piece) => `"${piece.replace(/["\\]/g, "\\$&")}"`).join(" ");
}
