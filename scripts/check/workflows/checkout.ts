import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./read.ts";

/** A checkout of a part of this repository that steps run in, with programs of the test's own. */
export class Checkout {
  readonly root: string;

  /** @param paths what is in it, from the root of the repository */
  constructor(paths: readonly string[]) {
    this.root = mkdtempSync(join(tmpdir(), "groundplan-checkout-"));
    for (const path of paths) {
      const filter = (source: string) => !/\/(node_modules|\.venv)$/.test(source);
      cpSync(join(ROOT, path), this.at(path), { recursive: true, filter });
    }
  }

  /** A path in it. */
  at(path: string): string {
    return join(this.root, path);
  }

  /** Puts a program before all others of its name. It notes what it is called with. */
  program(name: string, script = ""): void {
    const file = this.at(`.bin/${name}`);
    mkdirSync(dirname(file), { recursive: true });
    const log = `echo "${name} $*" >>"$HOME/called"`;
    writeFileSync(file, `#!/usr/bin/env bash\n${log}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** What the programs were called with, a line each, since it was forgotten. */
  called(): string {
    return existsSync(this.at("called")) ? readFileSync(this.at("called"), "utf8") : "";
  }

  forget(): void {
    for (const path of ["called", "summary.md"]) rmSync(this.at(path), { force: true });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Docker as far as scripts use it: pushes tell the digest in `pushed.json`, the registry is a folder of tags. */
export const DOCKER = `
if [[ $1 == login ]]; then cat >/dev/null; fi
case "$2" in
  build)
    for ((i = 1; i <= $#; i++)); do [[ \${!i} == --metadata-file ]] && next=$((i + 1)); done
    if [[ -n \${next-} ]]; then cp "$HOME/pushed.json" "\${!next}"; fi ;;
  imagetools)
    if [[ $3 == create ]]; then echo "\${@: -1}" | sed 's/.*@//' >"$HOME/registry/$(basename "$6")"; fi
    if [[ $3 == inspect ]]; then
      file=$HOME/registry/$(basename "$4"); [[ -f $file ]] || exit 1
      printf '{"digest":"%s"}' "$(<"$file")"
    fi ;;
esac`;
