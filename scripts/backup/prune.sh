#!/usr/bin/env bash
#/ Lets old backups go, where no lifecycle of the bucket does that.
#/
#/ Usage: prune.sh --config FILE --keep-days daily=7,weekly=180 [--keep-proven N] [--dry-run] [options]
#/
#/   --keep-days LIST   days to keep, by tier, at least 1; a tier that is not named is kept for ever
#/   --keep-proven N    a backup goes only when N newer ones were read by verify.sh or restored by
#/                      drill.sh on this host; default 3, at least 1
#/   --yes              no question in dev
#/   --target-stage prod --change ID --confirm ENVIRONMENT/DATABASE   all three for prod
#/   --dry-run          says what would go
#/ The job's options: see backup.sh --help. Needs an identity that may list, read and delete.
#/
#/ Touches: deletes objects of the bucket; of each backup the manifest first. No lock object: writers
#/ may not delete them, the bucket's lifecycle does.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 10 another run holds the lock, 20 not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"
# shellcheck source=pieces/confirm.sh
source "$PIECES/confirm.sh"

check_options() {
  check_job_options
  must keep-days '^[a-z]+=[1-9][0-9]*(,[a-z]+=[1-9][0-9]*)*$' "tier=days, at least 1, separated by commas"
  may keep-proven 3 '^[1-9][0-9]*$' "a whole number, at least 1"
  check_confirmation "pruning of" "${OPT[environment]:-}/${OPT[database]:-}"
}

# Doomed backups, JSON lines.
plan() {
  local keep
  keep=$(jq -Rc 'split(",") | map(split("=") | {(.[0]): (.[1] | tonumber)}) | add' <<<"${OPT[keep_days]}")
  find "$STATE/verified" -name '*.json' -exec cat {} + >"$WORK/verified"
  jq -c -L "$PIECES" --argjson now "$(now)" --argjson keep "$keep" --slurpfile verified "$WORK/verified" \
    --argjson least "${OPT[keep_proven]}" \
    'include "retention"; plan($now; $keep; $verified; $least) | .[]' "$WORK/backups.json" >"$WORK/doomed"
}

remove() {
  local name code
  while IFS= read -r name; do
    code=0
    store_delete "$name" </dev/null || code=$?
    ((code == 0 || code == ABSENT)) || die "$NOT_READY" "$(store_why "$code" "$name" "$RIGHT_TO_DELETE")"
    log removed "object=$name"
  done < <(jq -r '.names[]' "$WORK/doomed")
}

main() {
  read_options "keep-days= keep-proven= $CONFIRM_OPTIONS" "$@"
  check_options
  begin
  lock_host
  step list load_backups
  step plan plan
  jq -r .id "$WORK/doomed"
  if [[ -n ${OPT[dry_run]:-} ]]; then return 0; fi
  if [[ ! -s $WORK/doomed ]]; then
    log kept "message=nothing may go"
    return 0
  fi
  ask_for "${OPT[environment]}/${OPT[database]}" \
    "prune: $(wc -l <"$WORK/doomed") of $(jq length "$WORK/backups.json") backups go for good"
  step remove remove
}

main "$@"
