#!/usr/bin/env bash
#/ Proves that backups are there, fresh and whole: reads all of one and counts its rows.
#/
#/ Usage: verify.sh --config FILE [--freshness | --setup] [options]
#/
#/   (neither)                freshness, then the content of the newest backup: size and SHA-256 of what
#/                            is in the bucket, decryption, every block, the rows of every table
#/   --backup ID              that one's content, whatever its age
#/   --freshness              only asks how old the newest backup and the last good drill are
#/   --setup                  the nine things that a host needs before its first backup, with the cure
#/                            of each; run it as the writer, on the host that backs up
#/   --identity FILE          private key of age
#/   --max-age-hours N        older than that is stale; default 26
#/   --drill-max-age-days N   a good drill older than that is stale; default 8
#/   --no-drill               this host keeps no drills: do not ask for one
#/   --timer UNIT             the timer that --setup looks for; default groundplan-backup@DATABASE.timer;
#/                            none where another scheduler starts backup.sh
#/ The job's options: see backup.sh --help. Needs the restorer's identity, but for --setup.
#/
#/ Touches: a record of what was proven, in --state. --setup also adds one small object to the bucket.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 12 a backup is not whole, 14 decryption failed,
#/   15 the newest backup or drill is too old, 16 it is of an odd size, 20 something is not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"
# shellcheck source=pieces/content.sh
source "$PIECES/content.sh"
# shellcheck source=pieces/freshness.sh
source "$PIECES/freshness.sh"
# shellcheck source=pieces/setup.sh
source "$PIECES/setup.sh"

check_options() {
  check_job_options
  may timer "groundplan-backup@${OPT[database]:-}.timer" '^[A-Za-z0-9@_.-]+$' "the name of a unit"
  [[ -z ${OPT[setup]:-} || -z ${OPT[freshness]:-}${OPT[backup]:-} ]] ||
    complain "--setup stands alone: give --freshness or --backup in a run of their own"
}

main() {
  read_options "setup freshness backup= identity= no-drill timer=" "$@"
  check_options
  begin
  if [[ -n ${OPT[setup]:-} ]]; then
    check_setup
    return 0
  fi
  step list load_backups
  [[ -n ${OPT[backup]:-} ]] || step freshness check_freshness
  if [[ -z ${OPT[freshness]:-} ]]; then
    choose_backup
    step content check_content
    record_verified
  fi
  [[ -z ${STALE_REASON:-} ]] || die "$STALE" "$STALE_REASON"
  [[ -z ${ODD_REASON:-} ]] || die "$ODD_SIZE" "$ODD_REASON"
  printf '%s\n' "${BACKUP_ID:-fresh}"
}

main "$@"
