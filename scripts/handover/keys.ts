import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { HandoverRefused } from "./errors.ts";

/**
 * The four keys, by the variable that holds each. With `_FILE` behind its name a variable names a
 * file instead. No key is ever an argument: arguments are seen by everybody on the machine.
 */
export const KEYS = {
  /** To whom it is encrypted; no secret: `age1...` */
  recipient: "GROUNDPLAN_HANDOVER_RECIPIENT",
  /** Who may read it: `AGE-SECRET-KEY-1...`, for the jobs that apply only. */
  identity: "GROUNDPLAN_HANDOVER_IDENTITY",
  /** Signs it: an Ed25519 key, PKCS #8 in base64, for the jobs that plan only. */
  signingKey: "GROUNDPLAN_HANDOVER_SIGNING_KEY",
  /** Tells who signed it; no secret: the other half, SPKI in base64. */
  signer: "GROUNDPLAN_HANDOVER_SIGNER",
} as const;

/** A key by its name here. */
export type KeyName = keyof typeof KEYS;

/** What keeps a signature from being good for anything else. */
const PURPOSE = Buffer.from("groundplan hand-over 1\n");

type Env = Readonly<Record<string, string | undefined>>;

/** Reads keys from variables or from the files that they name. All that are missing are said at once. */
export function readKeys<K extends KeyName>(
  env: Env,
  names: readonly K[],
): Readonly<Record<K, string>> {
  const found = names.map((name) => [name, readKey(env, KEYS[name])] as const);
  const missing = found.filter(([, value]) => value === undefined).map(([name]) => KEYS[name]);
  if (missing.length > 0) {
    throw new HandoverRefused(
      "a key is missing",
      missing.map((name) => `${name} is not set, and ${name}_FILE names no file that is there`),
      'make all four with "infra handover keys" once, and give each job the ones that it needs',
    );
  }
  return Object.fromEntries(found) as Readonly<Record<K, string>>;
}

function readKey(env: Env, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (file && existsSync(file)) return readFileSync(file, "utf8").trim() || undefined;
  return env[name]?.trim() || undefined;
}

/** New keys: a pair that encrypts and a pair that signs. */
export async function makeKeys(): Promise<Readonly<Record<KeyName, string>>> {
  const identity = await generateIdentity();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    recipient: await identityToRecipient(identity),
    identity,
    signingKey: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    signer: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
}

/** The signature of a message: 64 bytes. */
export function signMessage(message: Uint8Array, signingKey: string): Buffer {
  const key = parse("signingKey", () =>
    createPrivateKey({ key: Buffer.from(signingKey, "base64"), type: "pkcs8", format: "der" }),
  );
  return sign(null, Buffer.concat([PURPOSE, message]), key);
}

/** Whether a message was signed by the holder of the signing key. */
export function isSigned(message: Uint8Array, signature: Uint8Array, signer: string): boolean {
  const key = parse("signer", () =>
    createPublicKey({ key: Buffer.from(signer, "base64"), type: "spki", format: "der" }),
  );
  return verify(null, Buffer.concat([PURPOSE, message]), key, signature);
}

/** Reads a key. What Node says of a broken one is not shown: it may quote it. */
function parse(name: KeyName, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Said below.
  }
  throw new HandoverRefused(
    "a key cannot be read",
    [`${KEYS[name]} is no Ed25519 key in base64`],
    'take it as "infra handover keys" wrote it, on one line',
  );
}
