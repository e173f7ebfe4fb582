import { type Ended, runProgram } from "../program.ts";
import { keptOf } from "../surroundings.ts";
import type { World } from "../world.ts";
import type { Bucket } from "./bucket.ts";
import { shown } from "./names.ts";
import { refused } from "./refusal.ts";

/** The oldest rclone that the move was tried with: 1.60. */
export const OLDEST_RCLONE = 1060;

/** From this one on rclone says nothing of ACLs where it is told nothing (rclone#6413). */
const WITHOUT_ACL = 1061;

/** What rclone needs of the surroundings besides the two places. */
const KEPT = ["PATH", "HOME", "TMPDIR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE"];

/** Whoever copies has said what is missing: rclone need not look, and has no other list. */
const HOW = [
  ...["--files-from-raw", "-", "--no-traverse", "--no-check-dest", "--metadata"],
  ...["--no-unicode-normalization", "--use-json-log", "--log-level", "ERROR", "--stats", "0"],
];

/** The ACL that rclone of this version sends; a bucket without ACLs takes no other but none. */
export function aclOf(version: number): "bucket-owner-full-control" | undefined {
  return version < WITHOUT_ACL ? "bucket-owner-full-control" : undefined;
}

/** The version of rclone, as 1060 for 1.60; nothing where there is none. */
export async function rcloneVersion(env: World["env"]): Promise<number | undefined> {
  const { out } = await run(["version"], keptOf(env, KEPT)).catch(() => ({ out: "" }));
  const [, major, minor] = /^rclone v(\d+)\.(\d+)/.exec(out) ?? [];
  return major === undefined ? undefined : Number(major) * 1000 + Number(minor);
}

/** What one call of rclone copies. */
export interface Batch {
  readonly source: Bucket;
  readonly target: Bucket;
  readonly keys: readonly string[];
  readonly jobs: number;
  readonly version: number;
  readonly requesterPays: boolean;
  readonly env: World["env"];
}

/** Copies objects under the same names; those that are gone meanwhile are left out. */
export async function copyByRclone(batch: Batch): Promise<void> {
  const { source, target, keys, jobs, env } = batch;
  const places = ["copy", `source:${source.place.bucket}`, `target:${target.place.bucket}`];
  const many = ["--transfers", `${jobs}`, "--checkers", `${jobs}`];
  const settings = { ...keptOf(env, KEPT), ...(await remotes(batch)) };
  const { code, err } = await run([...places, ...HOW, ...many], settings, keys.join("\n"));
  if (code !== 0) throw refused("rclone: copying objects", saidIn(err, code));
}

/** Both places as rclone's own configuration: in variables, where nobody reads them in a list of processes. */
async function remotes({ source, target, version, requesterPays }: Batch) {
  const pays = requesterPays ? { requester_pays: "true" } : {};
  return {
    ...(await remote(source, pays)),
    ...(await remote(target, { acl: aclOf(version) })),
    RCLONE_CONFIG: "/dev/null",
  };
}

async function remote({ side, place, key }: Bucket, more: Record<string, string | undefined>) {
  const { accessKeyId, secretAccessKey, sessionToken } = await key();
  const settings = {
    type: "s3",
    provider: place.endpoint ? "Other" : "AWS",
    endpoint: place.endpoint,
    region: place.region,
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    session_token: sessionToken,
    // It would make the bucket that it does not find.
    no_check_bucket: "true",
    ...more,
  };
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    said.map(([name, value]) => [`RCLONE_CONFIG_${side}_${name}`.toUpperCase(), value]),
  );
}

/** Most of what rclone complains of that is told. */
const MOST = 10;

/** What rclone complained of, each once: it says so of every try. */
function saidIn(err: string, code: number | null): string[] {
  const lines = err.split("\n").flatMap((line): string[] => {
    if (!line.startsWith("{")) return line.trim() === "" ? [] : [line];
    const { msg, object } = JSON.parse(line) as { msg: string; object?: string };
    if (/^Attempt \d/.test(msg)) return [];
    return [object ? `${shown(object)}: ${msg.trim()}` : msg.trim()];
  });
  const different = [...new Set(lines)];
  return different.length > 0 ? different.slice(0, MOST) : [`it ended with ${code}`];
}

function run(args: readonly string[], env: World["env"], input?: string): Promise<Ended> {
  return runProgram("rclone", args, env, input).catch((error: Error) => {
    throw refused("rclone: starting it", [error.message]);
  });
}
