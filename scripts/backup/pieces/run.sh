# shellcheck shell=bash
# What every command begins and ends with: pieces, traps, work folder, status file, alert.

LC_ALL=C
export LC_ALL
umask 077
PIECES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # read by the log
SCRIPT=$(basename "$0" .sh)
WORK=""

# shellcheck source=log.sh
source "$PIECES/log.sh"
# shellcheck source=options.sh
source "$PIECES/options.sh"
# shellcheck source=lock.sh
source "$PIECES/lock.sh"
# shellcheck source=space.sh
source "$PIECES/space.sh"
# shellcheck source=store.sh
source "$PIECES/store.sh"
# shellcheck source=crypt.sh
source "$PIECES/crypt.sh"
# shellcheck source=backups.sh
source "$PIECES/backups.sh"
# shellcheck source=alert.sh
source "$PIECES/alert.sh"

# begin: after the options were read; takes the job's engine, makes the folders and sets the traps.
begin() {
  stop_when_wrong
  take_engine
  need jq sha256sum flock
  STATE="${OPT[state]}/${OPT[environment]}-${OPT[database]}"
  mkdir -p "$STATE/verified" "${OPT[work]}" 2>/dev/null ||
    die "$NOT_READY" "$STATE or ${OPT[work]} cannot be made by $(id -un); make them for this user"
  WORK=$(mktemp -d "${OPT[work]}/run.XXXXXX")
  printf '%s' "$$" >"$WORK/pid"
  trap finish EXIT
  trap 'crashed "$?" "${BASH_SOURCE[0]##*/}:$LINENO"' ERR
  trap 'STEP=interrupt; die 130 "interrupted: nothing more was done, run it again"' INT
  trap 'STEP=interrupt; die 143 "terminated: nothing more was done, run it again"' TERM
  sweep
  store_open
  engine_open
  alert start
}

# What a command needs of the engine besides what all need.
ENGINE_PARTS=()

# take_engine: the functions that the README lists, of the job's engine.
take_engine() {
  local part
  for part in "" "${ENGINE_PARTS[@]/#/-}"; do
    # shellcheck source=engine-postgres.sh
    source "$PIECES/engine-${OPT[engine]}$part.sh"
  done
}

# crashed CODE PLACE: a command failed that nobody asked about. What `die` said in a subshell stands.
crashed() {
  [[ ! -e $WORK/died ]] || exit "$1"
  STEP=${STEP:-start}
  die 1 "unexpected failure (code $1) at $2; the lines above say of what"
}

# socket_folder: makes SOCKET_FOLDER, for a server that this run starts. A socket's path has at most 107
# bytes, which those of $WORK may have already.
socket_folder() {
  local where=${TMPDIR:-/tmp}
  ((${#where} <= 70)) || die "$NOT_READY" "TMPDIR is $where, too long for a socket below it: name a \
folder of at most 70 bytes, such as /tmp"
  SOCKET_FOLDER=$(mktemp -d "$where/drill.XXXXXX")
  printf '%s' "$SOCKET_FOLDER" >"$WORK/socket"
}

# Removes what a killed run left behind: its folder, and the throw-away server of a drill.
sweep() {
  local folder
  for folder in "${OPT[work]}"/run.*; do
    [[ -e $folder/pid && $folder != "$WORK" ]] || continue
    if kill -0 "$(<"$folder/pid")" 2>/dev/null; then continue; fi
    if [[ -e $folder/scratch/server.pid ]]; then
      kill -QUIT "$(<"$folder/scratch/server.pid")" 2>/dev/null || true
    fi
    [[ ! -e $folder/socket ]] || rm -rf "$(<"$folder/socket")"
    rm -rf "$folder"
  done
}

finish() {
  local code=$?
  trap - EXIT ERR INT TERM
  set +e
  stop_children
  [[ ! -e $WORK/died ]] || LAST_MESSAGE=$(<"$WORK/died")
  if declare -F at_end >/dev/null; then at_end "$code"; fi
  record_status "$code"
  rm -rf "$WORK"
  if ((code)); then alert fail; else alert success; fi
  exit "$code"
}

# What runs beside this script (a dump, the session that counts) ends with it.
stop_children() {
  local children
  children=$(jobs -p)
  # shellcheck disable=SC2086 # one word a process
  [[ -z $children ]] || kill $children 2>/dev/null
  wait 2>/dev/null
}

# The last word for a health check that looks at files.
record_status() {
  [[ -d ${STATE:-} && -z ${OPT[dry_run]:-} ]] || return 0
  jq -cn --arg time "$(utc)" --argjson code "$1" --arg step "$STEP" --arg message "$LAST_MESSAGE" \
    --arg backup "${BACKUP_ID:-}" '{$time, $code, $step, $message, $backup}' \
    >"$STATE/status-$SCRIPT.json.new" && mv "$STATE/status-$SCRIPT.json.new" "$STATE/status-$SCRIPT.json"
}

# need PROGRAM...: all that are missing, at once.
need() {
  local program missing=()
  for program in "$@"; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  ((${#missing[@]} == 0)) ||
    die "$NOT_READY" "$(IFS=' ' && echo "${missing[*]}") not found on PATH; install it on this machine"
}
