# shellcheck shell=bash
# May this backup go there? Everything that speaks against it is told at once, before a download for
# what the manifest says, before a change for what the server says.

OBJECTIONS=()

object() { OBJECTIONS+=("$1"); }

# uphold: ends the run when there are objections.
uphold() {
  ((${#OBJECTIONS[@]})) || return 0
  die "$NOT_READY" "$BACKUP_ID may not go to ${OPT[environment]}/$TARGET: $(
    printf '%s; ' "${OBJECTIONS[@]}" | sed 's/; $//'
  )"
}

# What a database is called while it is filled.
incoming() { printf '%s__incoming' "$TARGET"; }

# check_target: the backup's origin against the job's environment, stage and server.
check_target() {
  local from stage cluster
  from=$(field .environment) stage=$(field .stage)
  [[ $from == "${OPT[from_environment]:-${OPT[environment]}}" ]] ||
    object "its manifest says that it is $from's"
  if [[ $stage == dev && ${OPT[stage]} == prod ]]; then object "dev's data never goes to prod"; fi
  if [[ $stage == prod && ${OPT[stage]} == dev && -z ${OPT[scrub]:-}${OPT[without_scrub]:-} ]]; then
    object "it holds prod's data: pass --scrub FILE, or --without-scrub REASON"
  fi
  cluster=$(engine_cluster 2>"$WORK/sql.err") ||
    die "$NOT_READY" "the server does not answer: $(said "$WORK/sql.err")"
  check_cluster "$from" "$cluster"
  EXISTED=$(engine_database_exists "$TARGET" && echo yes || echo no)
  if [[ $EXISTED == yes && -z ${OPT[replace]:-} ]]; then
    object "the database is there: pass --replace to swap it, or --into another name"
  fi
  uphold
}

check_cluster() {
  if [[ $1 != "${OPT[environment]}" && $2 == "$(field .identity.cluster)" ]]; then
    object "the server is the very one that $1's backup was made on: --db-host is wrong"
  elif [[ $1 == "${OPT[environment]}" && $2 != "$(field .identity.cluster)" && -z ${OPT[new_server]:-} ]]; then
    object "the server is not the one it was made on: correct --db-host, or pass --new-server where \
it was built anew"
  fi
}

# check_server: what the server lacks; then who is in the way.
check_server() {
  local line
  while IFS= read -r line; do object "$line"; done < <(engine_restore_problems "$WORK/dump")
  uphold
  if [[ -z ${OPT[stop_containers]:-} ]]; then check_sessions; fi
}

check_sessions() {
  local sessions
  sessions=$(engine_sessions)
  [[ -z $sessions || -n ${OPT[end_sessions]:-} ]] ||
    die "$NOT_READY" "$(wc -l <<<"$sessions") sessions are connected to $TARGET: $(paste -sd ',' <<<"$sessions"); \
stop the application, name its container with --stop-containers, or pass --end-sessions"
}

plan() {
  local then="$TARGET is made"
  if [[ $EXISTED == yes ]]; then then="$TARGET is swapped and kept under another name"; fi
  printf 'restore: %s of %s, finished %s, %s tables, to %s (%s): %s' "$BACKUP_ID" "$(field .environment)" \
    "$(field .finished)" "$(field '.tables | length')" "${OPT[environment]}" "${OPT[stage]}" "$then"
}

STOPPED=""

stop_containers() {
  [[ -n ${OPT[stop_containers]:-} ]] || return 0
  STOPPED=$(tr ',' '\n' <<<"${OPT[stop_containers]}")
  # shellcheck disable=SC2086 # one word a name
  docker stop $STOPPED >/dev/null 2>"$WORK/docker.err" ||
    die "$NOT_READY" "containers could not be stopped: $(said "$WORK/docker.err")"
}

# start_containers: whatever became of the restore, the application runs again.
start_containers() {
  [[ -n $STOPPED ]] || return 0
  # shellcheck disable=SC2086 # one word a name
  docker start $STOPPED >/dev/null || log warning "message=start these containers by hand: ${OPT[stop_containers]}"
}
