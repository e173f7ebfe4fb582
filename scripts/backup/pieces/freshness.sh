# shellcheck shell=bash
# How old is the newest backup, and the last drill that went well?

# check_freshness: collects what is stale into STALE_REASON, so that the content is looked at too.
check_freshness() {
  local newest age
  STALE_REASON="" ODD_REASON=""
  note_broken
  newest=$(jq -c 'map(select(.whole)) | last // empty' "$WORK/backups.json")
  if [[ -z $newest ]]; then
    die "$STALE" "no whole backup of ${OPT[environment]}/${OPT[database]} is in ${OPT[store]}; \
run backup.sh, and look why its timer did not"
  fi
  age=$(age_hours "$(jq -r .manifest.finished <<<"$newest")")
  if ((age < -1)); then
    STALE_REASON="the newest backup was finished in $((-age)) hours by its own clock; set the clocks of both hosts"
  elif ((age >= OPT[max_age_hours])); then
    STALE_REASON="the newest whole backup is $age hours old and ${OPT[max_age_hours]} are allowed; \
look at the timer and the log of backup.sh"
  fi
  ODD_REASON=$(jq -r '.manifest | select(.suspect) | "\(.id) is suspect: \(.suspect)"' <<<"$newest")
  check_drill_age
}

# age_hours TIME: rounded down; less than zero where it is in the future.
age_hours() {
  local seconds=$(($(now) - $(date -u -d "$1" +%s)))
  echo $((seconds < 0 ? -((-seconds + 3599) / 3600) : seconds / 3600))
}

# A broken newest one is told, though an older one counts.
note_broken() {
  local line
  while IFS= read -r line; do
    log warning "message=$line; it counts for nothing, older ones do"
  done < <(jq -r '.[] | select(.whole | not) | "\(.id) is not whole: \(.problem)"' "$WORK/backups.json")
}

check_drill_age() {
  local good days
  [[ -z ${OPT[no_drill]:-} ]] || return 0
  good=$(jq -r .finished "$STATE/drill-good.json" 2>/dev/null) || true
  if [[ -z $good ]]; then
    STALE_REASON+="${STALE_REASON:+; }no drill went well yet on this host: run drill.sh, or pass --no-drill"
    return 0
  fi
  days=$(($(age_hours "$good") / 24))
  ((days < OPT[drill_max_age_days])) ||
    STALE_REASON+="${STALE_REASON:+; }the last good drill is $days days old and ${OPT[drill_max_age_days]} are \
allowed: run drill.sh and look at its timer"
}
