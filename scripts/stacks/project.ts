import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout that a command works in. */
export interface Project {
  /** Folder of `cdktf.json`. */
  readonly root: string;
  /** Command that synthesizes, as `cdktf.json` names it. */
  readonly app: string;
  /** Folder that `cdktf synth` and `infra synth` write: `cdktf.out`. */
  readonly output: string;
  /** Folder of everything that is rehearsed: `.rehearsal`. */
  readonly rehearsal: string;
  /** Folder of fetched tools: `.tools`. */
  readonly tools: string;
}

/** The command was not started in a checkout. */
export class NoProject extends Error {
  constructor(folder: string) {
    super(`there is no cdktf.json in ${folder} or above; run this inside the repository`);
    this.name = "NoProject";
  }
}

/** The project around a folder: that of the nearest `cdktf.json`. */
export function findProject(folder: string): Project {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "cdktf.json");
    if (existsSync(file)) return readProject(at, file);
    if (dirname(at) === at) throw new NoProject(folder);
  }
}

function readProject(root: string, file: string): Project {
  const { app, output = "cdktf.out" }: { app?: string; output?: string } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  if (!app) throw new Error(`${file}: app must name the command that synthesizes`);
  return {
    root,
    app,
    output: join(root, output),
    rehearsal: join(root, ".rehearsal"),
    tools: join(root, ".tools"),
  };
}
