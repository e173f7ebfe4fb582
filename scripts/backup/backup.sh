#!/usr/bin/env bash
#/ Dumps a database and adds the backup to a bucket, where it can be neither changed nor taken back.
#/
#/ Usage: backup.sh --config FILE [--dry-run] [options]
#/
#/ The job; each may stand in FILE, one a line, as "name = value":
#/   --store URL              gs://BUCKET or s3://BUCKET
#/   --environment NAME       whose data it is, such as prod
#/   --stage dev|prod         what kind of environment that is
#/   --database NAME          the database
#/   --db-host, --db-port, --db-user   where it answers; default: the local socket, this user
#/   --engine postgres|mariadb   default postgres
#/   --pgpass FILE            its password, in PostgreSQL's own format, mode 600
#/   --my-cnf FILE            ... in MariaDB's own format (where the server is), mode 600
#/   --container NAME         the Docker container that it runs in
#/   --tiers LIST             default daily=daily/; daily=daily/,weekly=weekly/,monthly=monthly/ adds
#/                            a copy for each week and month
#/   --recipients FILE        public keys of age to encrypt to; default: not encrypted
#/   --size-change-percent N  a size farther from the median of the last seven is odd; default 50
#/   --gcs-tool gcloud|rclone default: gcloud where it is found
#/   --store-endpoint URL     another address of the store, for stores that speak the same language
#/   --state DIR, --work DIR  default /var/lib/groundplan-backup, DIR/work: memory and room for a dump
#/   --ping-file FILE         holds the address of a health check: /start, success, /fail
#/   --log text|json          default: text on a terminal
#/   --hashes                 a checksum of each table's rows too: PostgreSQL reads all once more for it
#/ For this run:
#/   --dry-run                checks everything, writes nothing
#/   --allow-empty            a database without tables is no failure
#/
#/ Reads: credentials of the store from where its tool finds them; PostgreSQL's own variables.
#/ Touches: DIR, and new objects in the bucket. Never an object that is there.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 10 another run holds the lock, 11 dump failed,
#/   12 the dump is not whole, 13 upload failed, 14 encryption failed, 16 done but of an odd size,
#/   20 something is not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"
# shellcheck source=pieces/content.sh
source "$PIECES/content.sh"
# shellcheck source=pieces/publish.sh
source "$PIECES/publish.sh"

check_ready() {
  local tables bytes
  check_recipients
  engine_check
  tables=$(engine_unreadable)
  [[ -z $tables ]] || die "$NOT_READY" "this role does not get to read all of it: \
$(cut -f 1 <<<"$tables" | paste -sd ' '); run: $(cut -f 2 <<<"$tables" | sed 's/$/;/' | paste -sd ' ')"
  bytes=$(median_size)
  bytes=$((${bytes:-$(engine_bytes)} * 3 / 2))
  if encrypted; then bytes=$((bytes * 2)); fi
  check_space "$bytes" "a dump"
}

dump() {
  local globals
  IDENTITY=$(engine_identity)
  engine_globals "$WORK/globals.sql" &
  globals=$!
  engine_dump "$WORK/dump" "$WORK/rows.json"
  wait "$globals" || exit "$?"
}

# Before anything is published: what was written is read to its end, and holds the rows that were counted.
# A program that was cut off and called it a success is found out here.
check_dump() {
  local difference
  engine_read_rows "$WORK/dump" >"$WORK/read-rows.json" 2>"$WORK/read.err" ||
    die "$NOT_WHOLE" "what was dumped cannot be read to its end: $(said_reading)"
  difference=$(rows_differ "$WORK/rows.json" "$WORK/read-rows.json")
  [[ -z $difference ]] || die "$NOT_WHOLE" "the dump is not what was counted: $difference"
  [[ $(jq length "$WORK/rows.json") != 0 || -n ${OPT[allow_empty]:-} ]] ||
    die "$NOT_WHOLE" "${OPT[database]} has no table; pass --allow-empty if that is meant"
  SUSPECT=$(odd_size "$(stat -c %s "$WORK/dump")")
}

protect() {
  local key
  for key in dump globals.sql; do
    hash_of "$WORK/$key" >/dev/null
    if encrypted; then
      encrypt "$WORK/$key" "$WORK/$key.age"
      hash_of "$WORK/$key.age" >/dev/null
    fi
  done
}

publish() {
  local tier prefix
  lock_bucket
  while IFS=$'\t' read -r tier prefix; do
    publish_tier "$tier" "$prefix" </dev/null
  done < <(due_tiers)
  stat -c %s "$WORK/dump" >>"$STATE/sizes"
}

main() {
  read_options "allow-empty" "$@"
  check_job_options
  ENGINE_PARTS=(dump)
  begin
  lock_host
  STARTED=$(now)
  BACKUP_ID="$(utc "$STARTED" %Y%m%dT%H%M%SZ)-${OPT[database]}"
  step preflight check_ready
  if [[ -n ${OPT[dry_run]:-} ]]; then
    log planned "backup=$BACKUP_ID" "tiers=$(due_tiers | cut -f 1 | paste -sd ,)"
    return 0
  fi
  step dump dump
  step check check_dump
  step protect protect
  next_sequence
  step publish publish
  printf '%s\n' "$BACKUP_ID"
  [[ -z $SUSPECT ]] || die "$ODD_SIZE" "$BACKUP_ID is there, but $SUSPECT; look whether data is \
missing before an older backup is let go"
}

main "$@"
