import type { Draw } from "./values.ts";

/**
 * Chance that can be repeated: what is drawn depends on the seed and the key alone, so that
 * questions may be asked in any order.
 */
export function drawFrom(seed: string): Draw {
  return (key, below) => (below <= 1 ? 0 : hash(`${seed}/${key}`) % below);
}

/** FNV-1a with a last stirring, for even low bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 12;
  return value >>> 0;
}
