import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Facts } from "../provider/schema/schema.ts";
import { writeWhole } from "./write.ts";

/**
 * What was learned so far, a file for each type: a run that was interrupted goes on where it was,
 * and several may work at once. Kept per program and per version of the way of asking.
 */
export class Notes {
  readonly folder: string;

  /** @param checksum of the provider's program */
  constructor(cache: string, checksum: string) {
    this.folder = join(cache, `${checksum.slice(0, 16)}-${wayOfAsking()}`);
  }

  /** Undefined where the type was not asked yet. */
  read(type: string): Facts | undefined {
    const file = this.#file(type);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Facts) : undefined;
  }

  write(type: string, facts: Facts): void {
    writeWhole(this.#file(type), `${JSON.stringify(facts)}\n`);
  }

  #file(type: string): string {
    return join(this.folder, `${type}.json`);
  }
}

/** A text that changes when the program that asks does: old answers are then no answers. */
function wayOfAsking(): string {
  const hash = createHash("sha256");
  for (const folder of ["ask", "hear", "probe", "terraform"]) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of readdirSync(path).sort()) {
      if (name.endsWith(".ts") && !name.endsWith(".test.ts")) {
        hash.update(readFileSync(join(path, name)));
      }
    }
  }
  return hash.digest("hex").slice(0, 8);
}
