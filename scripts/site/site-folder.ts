import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ReleaseRefused } from "./errors.ts";
import type { SiteFile } from "./publish-plan.ts";

/** Files of a build, in order. What an editor or a system leaves behind is none. */
export function filesIn(folder: string, below = ""): SiteFile[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => name !== ".DS_Store" && !name.endsWith("~"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(folder, path);
      if (!entry.isFile()) {
        throw new ReleaseRefused([`${path} is neither a file nor a folder; build without links`]);
      }
      const sha256 = createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex");
      return [{ path, sha256 }];
    });
}
