import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** A synthesized folder cannot be uploaded. */
export class CannotPack extends Error {
  constructor(path: string, why: string) {
    super(`${path} cannot be uploaded: ${why}`);
    this.name = "CannotPack";
  }
}

/** What Terraform leaves in a folder, and states and plans, which are nobody's configuration. */
const LEFT_OUT = /^(\.terraform|\.git|terraform\.tfstate.*|errored\.tfstate|.*\.tfplan)$/;

const BLOCK = 512;

/**
 * A folder as a gzipped tar, which is what HCP Terraform takes: the template, its assets and its
 * provider lock. The same files give the same bytes, whoever owns them and whenever they were
 * written.
 *
 * @throws CannotPack for a link that leads out of the folder, or a path longer than tar's
 */
export function packFolder(folder: string): Buffer {
  const blocks = [...entriesOf(folder, ""), Buffer.alloc(2 * BLOCK)];
  return gzipSync(Buffer.concat(blocks));
}

function entriesOf(folder: string, below: string): Buffer[] {
  const names = readdirSync(join(folder, below)).sort();
  return names
    .filter((name) => !LEFT_OUT.test(name))
    .flatMap((name) => entryOf(folder, below ? `${below}/${name}` : name));
}

function entryOf(folder: string, path: string): Buffer[] {
  const at = join(folder, path);
  const stat = lstatSync(at);
  if (stat.isSymbolicLink()) {
    throw new CannotPack(at, `it is a link to ${readlinkSync(at)}; copy the file in its place`);
  }
  if (stat.isDirectory()) {
    return [header(at, `${path}/`, "5", 0o755, 0), ...entriesOf(folder, path)];
  }
  const bytes = readFileSync(at);
  const mode = stat.mode & 0o100 ? 0o755 : 0o644;
  const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return [header(at, path, "0", mode, bytes.length), bytes, padding];
}

/** One header of POSIX's ustar: fields at fixed places, numbers in octal, a checksum over all. */
function header(at: string, path: string, kind: string, mode: number, size: number): Buffer {
  const { prefix, name } = splitPath(at, path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, "0");
  block.write(name, 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(" ".repeat(8), 148);
  block.write(kind, 156);
  block.write("ustar\x0000", 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148);
  return block;
}

/** A path has 100 bytes, and 155 more for folders above. */
function splitPath(at: string, path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: "", name: path };
  for (let cut = path.indexOf("/"); cut > 0; cut = path.indexOf("/", cut + 1)) {
    const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)];
    if (Buffer.byteLength(prefix) > 155) break;
    if (name && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  throw new CannotPack(at, "its path is too long for a tar archive; give the asset a shorter name");
}
