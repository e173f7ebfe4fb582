import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { PlanSetManifest } from "../plan/manifest.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { type Binding, bindingProblems, differences } from "./binding.ts";
import { packFolder, unpackFolder } from "./bundle.ts";
import { HandoverRefused } from "./errors.ts";
import { readKeys } from "./keys.ts";
import { seal, unseal } from "./seal.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What is handed over, and from where. */
export interface PackOptions {
  /** Folder of the plan set. */
  readonly set: string;
  /** File that is written. */
  readonly out: string;
  readonly binding: Omit<Binding, "digest">;
  readonly env: Env;
}

/** Signs and encrypts a plan set for another job. Gives what it is bound to. */
export async function packSet({ set, out, binding, env }: PackOptions): Promise<Binding> {
  const keys = readKeys(env, ["recipient", "signingKey"]);
  const manifest = readPlanSet(set);
  const bound: Binding = { ...binding, digest: setDigest(manifest) };
  const problems = [...bindingProblems(bound), ...sourceProblems(manifest, bound)];
  if (problems.length > 0) {
    throw new HandoverRefused(`${set} is not handed over`, problems, "plan it again from there");
  }
  const head = Buffer.from(`${JSON.stringify({ version: 1, ...bound })}\n`);
  const sealed = await seal(Buffer.concat([head, packFolder(set)]), keys);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.part`, sealed, { mode: 0o600 });
  renameSync(`${out}.part`, out);
  return bound;
}

function sourceProblems({ commit, dirty }: PlanSetManifest, binding: Binding): string[] {
  return [
    ...(commit === binding.commit
      ? []
      : [`it was planned at commit ${commit ?? "unknown"}, and the job is at ${binding.commit}`]),
    ...(dirty ? ["it was planned from edited files, which no commit has"] : []),
  ];
}

/** What is opened, and what it must be. */
export interface OpenOptions {
  readonly file: string;
  /** Folder that the set is put into; nothing may stand there. */
  readonly out: string;
  readonly wanted: Binding;
  readonly env: Env;
}

/** Opens a hand-over that is exactly the wanted one, and puts its plan set in place. */
export async function openSet({ file, out, wanted, env }: OpenOptions): Promise<Binding> {
  const keys = readKeys(env, ["identity", "signer"]);
  const asked = bindingProblems(wanted);
  if (asked.length > 0) {
    throw new HandoverRefused(`${file} is not opened`, asked, "say exactly which one is wanted");
  }
  if (!existsSync(file)) {
    const cure = "run the job that makes it again; artifacts are kept for a limited time";
    throw new HandoverRefused(`${file} is not opened`, ["there is no such file"], cure);
  }
  if (existsSync(out)) {
    const cure = "name another folder with --out";
    throw new HandoverRefused(`${file} is not opened`, [`${out} is there already`], cure);
  }
  const message = await unseal(readFileSync(file), file, keys);
  const end = message.indexOf("\n");
  const { version, ...found } = JSON.parse(message.subarray(0, end).toString()) as Binding & {
    version: number;
  };
  const wrong = version === 1 ? differences(found, wanted) : [`its version is ${version}, not 1`];
  if (wrong.length > 0) {
    const cure = "nothing of it was used; apply what was reviewed, or have this reviewed";
    throw new HandoverRefused(`${file} is refused`, wrong, cure);
  }
  unpackWhole(message.subarray(end + 1), out, found);
  return found;
}

/** The set takes its place when it is whole and does what its digest says. */
function unpackWhole(bundle: Uint8Array, out: string, { digest }: Binding): void {
  const folder = join(dirname(out), `.${basename(out)}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    unpackFolder(bundle, folder);
    const real = setDigest(readPlanSet(folder));
    if (real !== digest) {
      const problem = `its plans have the digest ${real}, and ${digest} is written on it`;
      const cure = "nothing of it was used; look at the job that made it";
      throw new HandoverRefused("the hand-over is refused", [problem], cure);
    }
    renameSync(folder, out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
