#!/usr/bin/env bash
#/ Restores the newest backup into a throw-away server of the same major version, and checks it.
#/
#/ Usage: drill.sh --config FILE [--backup ID] [options]
#/
#/   --backup ID        default: the newest whole one
#/   --checks FILE      SQL, one statement a line, each of which must say t: a row that must be there,
#/                      the age of the youngest one
#/   --identity FILE    private key of age
#/   --image NAME       Docker image of the server; default: this host's own programs
#/   --programs DIR     ... in this folder; default /usr/lib/postgresql/MAJOR/bin
#/   --jobs N           parallel jobs; default 2
#/ The job's options: see backup.sh --help. Needs the restorer's identity, and no database.
#/
#/ Touches: --work, a container of its own; drill.json and drill-good.json in --state, which
#/ verify.sh --freshness reads.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 10 another drill runs, 12 the backup is not whole,
#/   14 decryption failed, 15 there is no backup, 17 restore failed, 18 a check failed, 20 not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"
# shellcheck source=pieces/content.sh
source "$PIECES/content.sh"

declare -A TOOK=()

timed() {
  step "$@"
  TOOK[$1]=$STEP_SECONDS
}

check_options() {
  check_job_options
  may jobs 2 '^[1-9][0-9]*$' "a whole number"
  [[ -z ${OPT[checks]:-} || -r ${OPT[checks]} ]] || complain "--checks ${OPT[checks]} cannot be read"
}

fetch() {
  check_space "$(($(room_for_backup) * 5))" "$BACKUP_ID and a server for it"
  fetch_object dump "$WORK/dump"
  fetch_object globals "$WORK/globals.sql"
}

# With roles and owners: a backup that only restores without them is found out here.
restore() {
  engine_check_reader
  engine_roles "$WORK/globals.sql"
  engine_create "$RESTORED"
  engine_load "$WORK/dump" "$RESTORED"
}

check_restored() {
  engine_rows "$RESTORED" >"$WORK/found.json"
  compare_rows "$WORK/found.json" "$DRILL_FAILED" "the restored $BACKUP_ID"
}

run_checks() {
  local statement said
  while IFS= read -r statement || [[ -n $statement ]]; do
    [[ -n $statement && $statement != --* ]] || continue
    said=$(engine_says "$RESTORED" "$statement") || true
    [[ $said == t ]] || die "$DRILL_FAILED" "$BACKUP_ID restores, but \"$statement\" says \"$said\" instead of t"
  done <"${OPT[checks]}"
}

main() {
  read_options "backup= checks= identity= image= programs= jobs=" "$@"
  check_options
  ENGINE_PARTS=(restore scratch)
  begin
  RESTORED=${OPT[database]}
  lock_host drill
  STARTED=$(now)
  timed list load_backups
  choose_backup
  if [[ -n ${OPT[dry_run]:-} ]]; then
    log planned "backup=$BACKUP_ID" "server=$(jq -r .server "$MANIFEST")"
    return 0
  fi
  timed fetch fetch
  timed start scratch_start "$(jq -r .server "$MANIFEST")"
  timed restore restore
  timed rows check_restored
  [[ -z ${OPT[checks]:-} ]] || timed checks run_checks
  record_verified
  printf '%s\n' "$BACKUP_ID"
}

# The drill's report, good or bad.
at_end() {
  scratch_stop
  [[ -n ${STARTED:-} && -z ${OPT[dry_run]:-} ]] || return 0
  local name seconds='{}'
  for name in "${!TOOK[@]}"; do
    seconds=$(jq -c --arg name "$name" --argjson took "${TOOK[$name]}" '. + {($name): $took}' <<<"$seconds")
  done
  jq -cn --arg backup "${BACKUP_ID:-}" --argjson code "$1" --arg message "$LAST_MESSAGE" \
    --arg started "$(utc "$STARTED")" --arg finished "$(utc)" --argjson seconds "$seconds" \
    --slurpfile manifest <(cat "${MANIFEST:-/dev/null}" 2>/dev/null) --arg host "$(hostname)" \
    '{schema: 1, good: ($code == 0), $code, $message, $backup, $started, $finished, $seconds, $host,
      server: $manifest[0].server, tables: ($manifest[0].tables // {} | length),
      rows: ([$manifest[0].tables // {} | .[].rows] | add // 0)}' >"$STATE/drill.json.new"
  mv "$STATE/drill.json.new" "$STATE/drill.json"
  if (($1 == 0)); then cp "$STATE/drill.json" "$STATE/drill-good.json"; fi
}

main "$@"
