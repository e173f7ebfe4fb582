import { createHash } from "node:crypto";

const ALPHABETS = {
  hex: "0123456789abcdef",
  digits: "0123456789",
  alnum: "0123456789abcdefghijklmnopqrstuvwxyz",
  upper: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
} as const;

/** The signs that a made-up text consists of. */
export type Alphabet = keyof typeof ALPHABETS;

/** A text of `length` signs that follows from `seed` alone and looks random. */
export function signs(seed: string, alphabet: Alphabet, length: number): string {
  const letters = ALPHABETS[alphabet];
  let result = "";
  for (let round = 0; result.length < length; round++) {
    const digest = createHash("sha256").update(`${seed}#${round}`).digest();
    for (const byte of digest) result += letters[byte % letters.length];
  }
  return result.slice(0, length);
}
