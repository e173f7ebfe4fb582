/** The key that a certificate request is for. */
export type KeyType = "rsa" | "ecdsa";

const REQUEST =
  /^-----BEGIN ((?:NEW )?)CERTIFICATE REQUEST-----\n([A-Za-z0-9+/=\n]+)\n-----END \1CERTIFICATE REQUEST-----$/;

/**
 * How a public key of each type begins in DER: its algorithm's object identifier, with tag and length.
 * Source: RFC 8017 appendix C (rsaEncryption), RFC 5480 section 2.1.1 (id-ecPublicKey).
 */
const ALGORITHMS: Readonly<Record<KeyType, readonly number[]>> = {
  rsa: [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01],
  ecdsa: [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
};

/** The request in one form: an editor's spaces and line ends would make another certificate. */
export function normalRequest(request: string): string {
  return request
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** The type of the key that a request (PEM) is for; nothing when it is none, or of another type. */
export function keyTypeOf(request: string): KeyType | undefined {
  const body = REQUEST.exec(normalRequest(request))?.[2]?.replaceAll("\n", "");
  if (body === undefined) return undefined;
  const bytes = decode(body);
  if (!isOneSequence(bytes)) return undefined;
  const types = Object.keys(ALGORITHMS) as KeyType[];
  return types.find((type) => indexOf(bytes, ALGORITHMS[type]) >= 0);
}

function decode(base64: string): readonly number[] {
  try {
    return [...atob(base64)].map((character) => character.charCodeAt(0));
  } catch {
    return [];
  }
}

/** A request is one DER sequence that ends where its length says: a cut copy does not. */
function isOneSequence(bytes: readonly number[]): boolean {
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const length =
    first < 0x80
      ? first
      : bytes.slice(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + lengthBytes + length;
}

function indexOf(bytes: readonly number[], part: readonly number[]): number {
  return bytes.findIndex((_, start) => part.every((byte, i) => bytes[start + i] === byte));
}
