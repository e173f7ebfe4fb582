import { open } from "node:fs/promises";
import { Readable } from "node:stream";

/** How long we wait before we look again, in milliseconds. */
const PAUSE_MS = 50;

/** What somebody writes to a file, as a stream that ends when `ended` does. */
export function followFile(path: string, ended: Promise<unknown>): Readable {
  return Readable.from(chunksOf(path, ended), { objectMode: false });
}

async function* chunksOf(path: string, ended: Promise<unknown>): AsyncGenerator<Buffer> {
  let over = false;
  const end = () => {
    over = true;
  };
  const over$ = ended.then(end, end);
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(64 * 1024);
    for (;;) {
      // What was written before the end is read after it.
      const last = over;
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead > 0) yield Buffer.from(buffer.subarray(0, bytesRead));
      else if (last) return;
      else await Promise.race([over$, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
    }
  } finally {
    await file.close();
  }
}
