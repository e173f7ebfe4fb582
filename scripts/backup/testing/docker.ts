import { join } from "node:path";
import type { Job } from "./job.ts";

/**
 * A `docker` that runs a real PostgreSQL of this machine where an image would: what is asked of an image
 * is the same. It refuses another image than this one, and a network. Returns the server's folder.
 */
export function fakeDocker(job: Job, image: string): string {
  const box = join(job.folder, "box");
  const user =
    process.getuid?.() === 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups" : "";
  job.fake(
    "docker",
    `export PGHOST=${box}
case $1 in
  run)
    [[ "$*" == *"--network none"*" ${image}" ]] || exit 1
    mkdir -p ${box} && { [[ $EUID != 0 ]] || chown postgres ${box}; }
    ${user} initdb -D ${box}/data -A trust -U groundplan_drill --no-sync >&2
    exec ${user} pg_ctl -D ${box}/data -w -l ${box}/log -o "-h '' -k ${box} -c fsync=off" start >&2 ;;
  exec) shift 3; [[ $1 == pg_isready ]] && exit 0; exec "$@" ;;
  rm) ${user} pg_ctl -D ${box}/data -m immediate stop >&2; rm -rf ${box} ;;
esac`,
  );
  return box;
}
