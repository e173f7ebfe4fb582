import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** An app to measure: a copy that the bench may edit. */
export interface Workload {
  readonly name: string;
  readonly root: string;
  readonly entry: string;
  /** Changes one prop, to another value for each `round`; gives the text that must show. */
  edit(round: number): string;
}

/** What is copied, and where the one prop stands that the bench changes. */
interface Origin {
  readonly folders: readonly string[];
  readonly entry: string;
  readonly prop: { readonly file: string; readonly now: RegExp; next(round: number): string };
}

const ORIGINS = {
  estate: {
    folders: ["apps", "environments", "modules"],
    entry: "environments/main.ts",
    prop: {
      file: "environments/dev/environment.ts",
      now: /sha256:[0-9a-f]{64}/,
      next: (round) => `sha256:${String(round).padStart(64, "0")}`,
    },
  },
  fixed: {
    folders: ["scripts/bench/workload"],
    entry: "scripts/bench/workload/main.ts",
    prop: {
      file: "scripts/bench/workload/settings.ts",
      now: /LOG_RETENTION_DAYS = \d+/,
      next: (round) => `LOG_RETENTION_DAYS = ${7000 + round}`,
    },
  },
} satisfies Record<string, Origin>;

/**
 * Copies an app out of the checkout.
 *
 * @param target where to. Default: `.cache/bench/<name>`
 */
export function copyWorkload(
  root: string,
  name: keyof typeof ORIGINS,
  target = join(root, ".cache/bench", name),
): Workload {
  const { folders, entry, prop }: Origin = ORIGINS[name];
  rmSync(target, { recursive: true, force: true });
  for (const folder of folders) copySources(root, target, folder);
  linkPackages(join(root, "scripts"), join(target, "scripts"), root, target);
  cpSync(join(root, "cdktf.json"), join(target, "cdktf.json"));
  const edited = join(target, prop.file);
  const text = readFileSync(edited, "utf8");
  if (!prop.now.test(text)) throw new Error(`${prop.file} has no ${prop.now}`);
  return {
    name,
    root: target,
    entry: join(target, entry),
    edit(round) {
      writeFileSync(edited, text.replace(prop.now, prop.next(round)));
      return prop.next(round).split(/[ :]/).at(-1)!;
    },
  };
}

/** Copies sources without tests and packages, and links the packages to where they are installed. */
function copySources(root: string, target: string, folder: string): void {
  cpSync(join(root, folder), join(target, folder), {
    recursive: true,
    filter: (path) => !/\/(node_modules|test)$|\.test\.ts$/.test(path),
  });
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name === "node_modules") {
      linkPackages(join(root, folder), join(target, folder), root, target);
    } else if (entry.isDirectory() && existsSync(join(target, folder, entry.name))) {
      const inner = join(folder, entry.name);
      if (existsSync(join(root, inner, "node_modules"))) {
        linkPackages(join(root, inner), join(target, inner), root, target);
      }
    }
  }
}

/** Packages of the workspace lead into the copy, all others to where they are installed. */
function linkPackages(from: string, to: string, root: string, target: string): void {
  const installed = join(from, "node_modules");
  for (const name of packagesIn(installed)) {
    const place = realpathSync(join(installed, name));
    const own = relative(root, place);
    const outside = own.startsWith("..") || own.split(sep).includes("node_modules");
    const link = join(to, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(outside ? place : join(target, own), link);
  }
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith("@") && !lstatSync(join(folder, name)).isSymbolicLink()
      ? readdirSync(join(folder, name)).map((inner) => join(name, inner))
      : name.startsWith(".")
        ? []
        : [name],
  );
}
