import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { createMessage, readKey, readSignature, verify } from "openpgp";
import { fetchedTerraform, PINNED } from "./find.ts";
import { PUBLISHER_KEY } from "./publisher-key.ts";
import { checksum, checksumIn, filesOf, platformOf } from "./release.ts";

/** Where HashiCorp publishes. */
const PUBLISHER = "https://releases.hashicorp.com";

/** How long one download may take. */
const PATIENCE_MS = 5 * 60_000;

/** Terraform could not be fetched. Nothing was left behind. */
export class FetchError extends Error {
  constructor(problem: string) {
    super(`Terraform ${PINNED} was not fetched: ${problem}`);
    this.name = "FetchError";
  }
}

/** What `fetchTerraform` needs; all but the folder has its one right value, and tests others. */
export interface FetchOptions {
  /** Folder of fetched tools: `.tools` of the checkout. */
  readonly tools: string;
  readonly publisher?: string;
  /** Armored public key that the checksums must be signed with. */
  readonly key?: string;
  readonly system?: string;
  readonly processor?: string;
}

/**
 * Fetches the pinned Terraform from its publisher into `.tools`: signed checksums first, then the
 * archive, which must have its checksum. The program appears under its name only when it is whole.
 *
 * @returns its path
 */
export async function fetchTerraform(options: FetchOptions): Promise<string> {
  const { system = process.platform, processor = process.arch, tools } = options;
  const platform = platformOf(system, processor);
  if (!platform) {
    throw new FetchError(
      `there is no release for ${system} on ${processor}; install OpenTofu or Terraform yourself`,
    );
  }
  const files = filesOf({ version: PINNED, platform });
  const base = `${options.publisher ?? PUBLISHER}/terraform/${PINNED}`;
  const sums = await download(`${base}/${files.sums}`);
  const signature = await download(`${base}/${files.signature}`);
  await checkSignature(sums, signature, options.key ?? PUBLISHER_KEY, files.sums);
  const expected = checksumIn(Buffer.from(sums).toString("utf8"), files.archive);
  if (!expected) throw new FetchError(`${files.sums} does not name ${files.archive}`);
  const archive = await download(`${base}/${files.archive}`);
  const actual = checksum(archive);
  if (actual !== expected) {
    throw new FetchError(
      `${files.archive} has checksum ${actual}, not ${expected}; try again, and if it stays so, tell whoever runs your network`,
    );
  }
  return unpack(archive, tools, files.archive);
}

async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new FetchError(`${url} answered ${response.status}; try again later`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(
      `${url}: ${reasonOf(error)}; check the network, or install Terraform yourself and put it on PATH`,
    );
  }
}

/** Node hides why a fetch failed one level down. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message;
}

/** Throws unless the checksums are the publisher's own. The key must have been valid when it signed. */
async function checkSignature(
  sums: Uint8Array,
  signature: Uint8Array,
  key: string,
  file: string,
): Promise<void> {
  try {
    const { signatures } = await verify({
      message: await createMessage({ binary: sums }),
      signature: await readSignature({ binarySignature: signature }),
      verificationKeys: await readKey({ armoredKey: key }),
      expectSigned: true,
    });
    await Promise.all(signatures.map(({ verified }) => verified));
  } catch (error) {
    throw new FetchError(
      `the signature of ${file} is not the publisher's (${(error as Error).message}); do not use what this network serves`,
    );
  }
}

/** Unpacks beside the place where it will stand, then gives it its name in one step. */
function unpack(archive: Uint8Array, tools: string, name: string): string {
  const path = fetchedTerraform(tools);
  const program = unzipSync(archive, { filter: (file) => file.name === "terraform" })["terraform"];
  if (!program) throw new FetchError(`${name} holds no program named terraform`);
  mkdirSync(tools, { recursive: true });
  const temporary = mkdtempSync(join(tools, ".unpacking-"));
  try {
    writeFileSync(join(temporary, "terraform"), program);
    chmodSync(join(temporary, "terraform"), 0o755);
    if (!existsSync(path)) renameSync(temporary, dirname(path));
    return path;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
