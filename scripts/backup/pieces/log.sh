# shellcheck shell=bash
# Talk on stderr: a line for each step, as JSON for the journal or as a sentence for a person.

# What the exit codes mean; 0 is done, 1 is a failure that nobody foresaw.
# shellcheck disable=SC2034 # read by the commands and the other pieces
readonly USED_WRONGLY=2 LOCKED=10 DUMP_FAILED=11 NOT_WHOLE=12 UPLOAD_FAILED=13 CRYPT_FAILED=14 \
  STALE=15 ODD_SIZE=16 RESTORE_FAILED=17 DRILL_FAILED=18 NOT_READY=20

STEP=start
LAST_MESSAGE=""

now() { date -u +%s; }

# utc [EPOCH [FORMAT]]: a time as people and JSON write it.
utc() {
  local TZ=UTC0
  printf "%(${2:-%Y-%m-%dT%H:%M:%SZ})T" "${1:-$(now)}"
}

# log OUTCOME [key=value...]
log() {
  local outcome=$1
  shift
  if [[ ${OPT[log]:-json} == text ]]; then
    printf '%s %s: %s %s' "$(utc)" "$SCRIPT" "$STEP" "$outcome" >&2
    (($# == 0)) || printf ', %s' "$@" >&2
    printf '\n' >&2
    return 0
  fi
  jq -cn --arg time "$(utc)" --arg script "$SCRIPT" --arg step "$STEP" --arg outcome "$outcome" \
    --arg job "${OPT[environment]:-}/${OPT[database]:-}" \
    '{$time, $script, $job, $step, $outcome} + ($ARGS.positional
      | map(index("=") as $at | {key: .[:$at], value: (.[$at + 1:] | tonumber? // .)})
      | from_entries)' --args "$@" >&2
}

# step NAME COMMAND [ARGUMENT...]: runs a function, and says how long it took.
step() {
  local name=$1 begun=${EPOCHREALTIME/./}
  shift
  STEP=$name
  "$@"
  STEP=$name
  printf -v STEP_SECONDS '%d.%03d' $(((${EPOCHREALTIME/./} - begun) / 1000000)) \
    $(((${EPOCHREALTIME/./} - begun) / 1000 % 1000))
  log ok "seconds=$STEP_SECONDS"
}

# die CODE "what, why, what to do": the last word of a run.
die() {
  log failed "code=$1" "message=$2"
  LAST_MESSAGE=$2
  [[ -z ${WORK:-} ]] || printf "%s" "$2" 2>/dev/null >"$WORK/died" || true
  exit "$1"
}

# human BYTES
human() { numfmt --to=iec-i --suffix=B -- "$1"; }

# said FILE: what a program complained of: its first error, else its last line. What the shell says of
# a process that was killed is no complaint.
said() {
  local line
  line=$(grep -vE '^[[:space:]]*$|: line [0-9]+: +[0-9]+ ' "$1" 2>/dev/null |
    awk 'tolower($0) ~ /(error|fatal):/ && !first { first = $0 } { last = $0 }
      END { print (first ? first : last) }') || true
  printf '%s' "${line:-it said nothing}"
}
