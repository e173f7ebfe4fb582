import { Decrypter, Encrypter } from "age-encryption";
import { HandoverRefused } from "./errors.ts";
import { isSigned, KEYS, signMessage } from "./keys.ts";

/** Bytes of an Ed25519 signature; they stand first in what is encrypted. */
const SIGNATURE = 64;

const AGAIN = "nothing of it was used; run the job that makes it again";

/** Signs a message, then encrypts it to one recipient, with age. */
export async function seal(
  message: Uint8Array,
  keys: { readonly recipient: string; readonly signingKey: string },
): Promise<Uint8Array> {
  return encrypt(Buffer.concat([signMessage(message, keys.signingKey), message]), keys.recipient);
}

/** Encrypts a message to one recipient, with age. */
export async function encrypt(message: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new HandoverRefused(
      "a key cannot be read",
      [`${KEYS.recipient} must be an age recipient: age1...`],
      'take it as "infra handover keys" wrote it',
    );
  }
  return encrypter.encrypt(message);
}

/**
 * The message again, once it is proven whole and from the right hands.
 *
 * @throws HandoverRefused with what is wrong with it
 */
export async function unseal(
  sealed: Uint8Array,
  file: string,
  keys: { readonly identity: string; readonly signer: string },
): Promise<Buffer> {
  const signed = await decrypt(sealed, file, keys.identity);
  const message = signed.subarray(SIGNATURE);
  if (signed.length < SIGNATURE || !isSigned(message, signed.subarray(0, SIGNATURE), keys.signer)) {
    throw new HandoverRefused(
      `${file} is refused`,
      [`it was not signed with the key that ${KEYS.signer} belongs to`],
      AGAIN,
    );
  }
  return message;
}

/**
 * A message that was encrypted for us, whole, by whomever.
 *
 * @throws HandoverRefused with what is wrong with it
 */
export async function decrypt(sealed: Uint8Array, file: string, identity: string): Promise<Buffer> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new HandoverRefused(
      "a key cannot be read",
      [`${KEYS.identity} must be an age identity: AGE-SECRET-KEY-1...`],
      'take it as "infra handover keys" wrote it',
    );
  }
  return Buffer.from(
    await decrypter.decrypt(sealed).catch((error: unknown) => {
      throw new HandoverRefused(`${file} is refused`, [reasonOf(error)], AGAIN);
    }),
  );
}

/** What age found, in words. Its own are not shown: they speak of its insides. */
function reasonOf(error: unknown): string {
  return /no identity matched/.test(String(error))
    ? `it is encrypted for another key than ${KEYS.identity}`
    : "it was cut off or changed on its way, or is no hand-over at all";
}
