#!/usr/bin/env bash
#/ Lists the backups of a database, oldest first, and what in the bucket is none.
#/
#/ Usage: list.sh --config FILE [--json] [options]
#/
#/   --json    one array, with the manifests
#/ The job's options: see backup.sh --help. Needs the restorer's identity.
#/
#/ Touches: nothing but its own folder in --work.
#/
#/ Exit codes: 0 done, 1 unforeseen, 2 used wrongly, 20 something is not ready
set -Eeuo pipefail
IFS=$'\n\t'
# shellcheck source=pieces/run.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/pieces/run.sh"

main() {
  read_options "json" "$@"
  check_job_options
  begin
  load_backups
  if [[ -n ${OPT[json]:-} ]]; then
    cat "$WORK/backups.json"
    return 0
  fi
  printf 'BACKUP\tTIER\tFINISHED\tSIZE\tTABLES\tSTATE\n'
  jq -r '.[] | .manifest as $m | [.id, $m.tier // "-", $m.finished // "-",
    ($m.objects.dump.bytes // 0), ($m.tables // {} | length),
    (if .problem then "NOT WHOLE: \(.problem)" elif $m.suspect then "suspect: \($m.suspect)"
     else "whole" end)] | @tsv' "$WORK/backups.json" |
    numfmt --header --delimiter=$'\t' --field=4 --to=iec-i --suffix=B
}

main "$@"
