import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command } from "../measure/run.ts";
import type { Workload } from "./copy.ts";
import { outputOf } from "./full-synth.ts";

/** An app as cdktf's documentation has it: CommonJS, run by `npx ts-node`, through `cdktf synth`. */
export interface StockTwin {
  readonly command: Command;
  readonly output: string;
  /** Brings the sources up to those of the app. */
  refresh(): void;
}

/** What `cdktf init` writes for TypeScript, with the language level that the sources ask for. */
const TSCONFIG = {
  compilerOptions: {
    alwaysStrict: true,
    declaration: true,
    experimentalDecorators: true,
    inlineSourceMap: true,
    inlineSources: true,
    lib: ["es2023"],
    module: "CommonJS",
    moduleResolution: "node10",
    ignoreDeprecations: "6.0",
    noFallthroughCasesInSwitch: true,
    noImplicitAny: true,
    noImplicitReturns: true,
    noImplicitThis: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    resolveJsonModule: true,
    strict: true,
    strictNullChecks: true,
    stripInternal: true,
    target: "es2022",
    types: ["node"],
  },
  exclude: ["node_modules", "cdktf.out"],
};

/**
 * Writes the twin of an app. The sources are the same but for the specifiers of their imports:
 * ts-node compiles to CommonJS, where `./x.ts` is `./x`, and packages of the workspace are folders.
 */
export function createStockTwin(root: string, { name, root: from, entry }: Workload): StockTwin {
  const to = join(root, ".cache/bench", `${name}-stock`);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  symlinkSync(join(root, "scripts/node_modules"), join(to, "node_modules"));
  const app = `npx ts-node ${relative(from, entry)}`;
  const config = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
  writeFileSync(join(to, "cdktf.json"), JSON.stringify({ ...config, app }));
  writeFileSync(join(to, "package.json"), JSON.stringify({ name: "stock", private: true }));
  writeFileSync(join(to, "tsconfig.json"), JSON.stringify(TSCONFIG));
  return {
    command: { args: [join(root, "node_modules/.bin/cdktf"), "synth"], cwd: to },
    output: outputOf(to),
    refresh: () => copyAsCommonJs(from, to),
  };
}

function copyAsCommonJs(from: string, to: string): void {
  for (const path of sourcesIn(from)) {
    const target = join(to, path);
    mkdirSync(dirname(target), { recursive: true });
    if (!path.endsWith(".ts")) cpSync(join(from, path), target);
    else writeFileSync(target, asCommonJs(readFileSync(join(from, path), "utf8"), path));
  }
}

/** Source files below a folder, as paths in it; not what is installed or was made. */
function sourcesIn(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return /^(node_modules|cdktf\.out|\.cache)$/.test(entry.name) ? [] : sourcesIn(root, path);
    }
    return /(?<!^package)\.(ts|json)$/.test(entry.name) && folder !== "" ? [path] : [];
  });
}

/** The same source with specifiers for CommonJS. */
export function asCommonJs(source: string, path: string): string {
  return source.replace(/(from|import) "([^"]+)"/g, (_, keyword, specifier: string) => {
    return `${keyword} "${specifierForCommonJs(specifier, path)}"`;
  });
}

function specifierForCommonJs(specifier: string, path: string): string {
  if (specifier.startsWith(".")) return specifier.replace(/\.ts$/, "");
  const own = /^@groundplan\/(\w+)\/(.+)$/.exec(specifier);
  if (!own) return specifier;
  const [, part, inner] = own as unknown as [string, string, string];
  const flat = part === "core" || part === "apps" || part === "environments";
  const folder = part === "apps" || part === "environments" ? part : join("modules", part);
  const target = join(folder, inner, flat ? "" : "index").replace(/\/$/, "");
  const way = relative(dirname(path), target);
  return way.startsWith(".") ? way : `./${way}`;
}
