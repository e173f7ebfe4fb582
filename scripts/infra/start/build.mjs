import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build, stop } from "esbuild";

/** The estate is TypeScript that is read as it is when a command wants it. */
const ESTATE = /^@groundplan\/(apps|environments)\//;

/** Small packages that several commands begin with: many files each, which take long to find one by one. */
const INSIDE = ["diff", "lossless-json"];

/** Commands that import TypeScript which is written while they run. */
const WRITTEN = ["adopt"];

/**
 * Turns the command line into JavaScript, a file for what several commands share.
 *
 * @param {string} scripts the folder `scripts/`
 * @param {string} folder where to put it
 * @returns {Promise<{ inputs: string[], typescript: string[] }>} the files that it is made from, and the
 *   commands that it cannot run: they import the estate, or what is written while they run
 */
export async function buildCli(scripts, folder) {
  const { metafile } = await build({
    absWorkingDir: scripts,
    entryPoints: ["infra/cli.ts"],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    plugins: [packagesOutside, placesInside],
  });
  // It has a process of its own, which is not to be there while the command runs.
  await stop();
  const typescript = [...WRITTEN, ...commandsOfEstate(metafile.inputs)];
  return { inputs: Object.keys(metafile.inputs), typescript };
}

/**
 * Our own packages are bundled, and a few small ones; what else is installed is found when it is wanted.
 *
 * @type {import("esbuild").Plugin}
 */
const packagesOutside = {
  name: "packages-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      const isOurs = path.startsWith("@groundplan/") && !ESTATE.test(path);
      const isInside = kind === "entry-point" || isOurs || INSIDE.includes(path);
      return isInside ? undefined : { path, external: true };
    });
  },
};

/**
 * A file finds what lies beside it by its own place, not by that of the bundle.
 *
 * @type {import("esbuild").Plugin}
 */
const placesInside = {
  name: "places-inside",
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      const place = JSON.stringify(pathToFileURL(path).href);
      const loader = path.endsWith(".ts") ? "ts" : "js";
      return { contents: code.replaceAll("import.meta.url", place), loader };
    });
  },
};

/**
 * @param {import("esbuild").Metafile["inputs"]} inputs
 * @returns {string[]} names of the commands whose files lead to the estate
 */
function commandsOfEstate(inputs) {
  /** @param {string} file @param {Set<string>} seen @returns {boolean} */
  const leads = (file, seen) => {
    if (seen.has(file)) return false;
    seen.add(file);
    return (inputs[file]?.imports ?? []).some(({ path, external }) =>
      external ? ESTATE.test(path) : leads(path, seen),
    );
  };
  const commands = inputs["infra/commands.ts"]?.imports.map(({ path }) => path) ?? [];
  return commands
    .filter((file) => leads(file, new Set()))
    .map((file) => file.replace(/^infra\/(.*)\.ts$/, "$1"));
}
