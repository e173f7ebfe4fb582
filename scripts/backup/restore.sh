#!/usr/bin/env bash
#/ Restores a backup into a new database, proves it, and swaps it with the old one by their names.
#/
#/ Usage: restore.sh --config FILE [--backup ID] [--replace] [--dry-run] [options]
#/
#/   --backup ID              default: the newest whole one
#/   --into NAME              the database to make; default: the job's. One that is there is left alone
#/   --replace                ... or swapped: it stays, as NAME__before_TIME
#/   --end-sessions           ends the sessions that are connected; default: refuse while there are any
#/   --stop-containers LIST   Docker containers, by commas, that stand still during the swap
#/   --jobs N                 parallel jobs; default 2
#/   --identity FILE          private key of age
#/   --with-roles             makes the roles that are missing, without passwords
#/   --from-environment NAME, --from-database NAME   whose backup; default: the job's own
#/   --scrub FILE             SQL that takes people's data out; dev needs it for a backup of prod,
#/   --without-scrub REASON   or this
#/   --new-server             the server is another one than the backup came from, and that is meant
#/   --upgrade                the server is of a newer major version than the backup, and that is meant
#/   --maintenance-database N connects to this one for the swap; default postgres
#/   --yes                    no question in dev
#/   --target-stage prod --change ID --confirm ENVIRONMENT/DATABASE   all three for prod; the last may
#/                            be typed
#/   --dry-run                says what would be done; downloads, and checks against the server
#/ The job's options: see backup.sh --help. The job is the target. Needs the restorer's identity.
#/
#/ Touches: the server's databases NAME, NAME__incoming, NAME__before_TIME; named containers.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 10 another run holds the lock, 12 the backup is
#/   not whole, 14 decryption failed, 15 there is no backup, 17 restore failed, 20 not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"
# shellcheck source=pieces/content.sh
source "$PIECES/content.sh"
# shellcheck source=pieces/confirm.sh
source "$PIECES/confirm.sh"
# shellcheck source=pieces/target.sh
source "$PIECES/target.sh"

readonly OWN_OPTIONS="backup= into= replace end-sessions stop-containers= jobs= identity= with-roles \
from-environment= from-database= scrub= without-scrub= new-server upgrade maintenance-database="

check_options() {
  check_job_options
  may into "${OPT[database]:-}" '^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$' "at most 40 letters, digits, _ and -"
  may jobs 2 '^[1-9][0-9]*$' "a whole number"
  [[ -z ${OPT[scrub]:-} || -r ${OPT[scrub]} ]] || complain "--scrub ${OPT[scrub]} cannot be read"
  check_confirmation "restoring to" "${OPT[environment]:-}/${OPT[into]:-}"
}

fetch() {
  check_space "$(room_for_backup)" "$BACKUP_ID"
  fetch_object dump "$WORK/dump"
  fetch_object globals "$WORK/globals.sql"
}

load() {
  if [[ -n ${OPT[with_roles]:-} ]]; then engine_roles "$WORK/globals.sql"; fi
  engine_create "$(incoming)"
  engine_load "$WORK/dump" "$(incoming)"
}

check_loaded() {
  engine_rows "$(incoming)" >"$WORK/found.json"
  compare_rows "$WORK/found.json" "$RESTORE_FAILED" "$(incoming)"
  if [[ -n ${OPT[scrub]:-} ]]; then
    engine_scrub "${OPT[scrub]}" "$(incoming)" ||
      die "$RESTORE_FAILED" "${OPT[scrub]} failed: $(said "$WORK/sql.err"); $TARGET was not touched"
  fi
}

swap() {
  KEPT="${TARGET}__before_$(utc "$(now)" %Y%m%d_%H%M%S)"
  stop_containers
  check_sessions
  engine_settings "$WORK/dump" >"$WORK/settings.sql"
  engine_swap "$KEPT"
}

main() {
  read_options "$OWN_OPTIONS $CONFIRM_OPTIONS" "$@"
  check_options
  ENGINE_PARTS=(restore swap)
  begin
  TARGET=${OPT[into]}
  lock_host
  step list load_backups
  choose_backup
  engine_check_reader
  step target check_target
  step fetch fetch
  step server check_server
  ask_for "${OPT[environment]}/$TARGET" "$(plan)"
  if [[ -n ${OPT[dry_run]:-} ]]; then return 0; fi
  step load load
  step check check_loaded
  step swap swap
  [[ $EXISTED == yes ]] || KEPT=""
  jq -cn --arg backup "$BACKUP_ID" --arg database "$TARGET" --arg kept "$KEPT" \
    --arg change "${OPT[change]:-}" '{$backup, $database, kept: ($kept | select(. != "") // null),
      change: ($change | select(. != "") // null)}'
}

at_end() { start_containers; }

main "$@"
