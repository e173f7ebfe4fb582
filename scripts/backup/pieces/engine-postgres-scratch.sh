# shellcheck shell=bash
# A throw-away PostgreSQL of a given major version: this host's programs, or an image. From then on
# the engine speaks to it and to nothing else. Nobody reaches it from outside.

# A name that no dump of roles makes again.
readonly SCRATCH_USER=groundplan_drill
SCRATCH=""

# scratch_start VERSION
scratch_start() {
  unset PGHOST PGPORT PGUSER PGDATABASE PGSERVICE PGPASSFILE
  if [[ -n ${OPT[image]:-} ]]; then scratch_container "${1%%.*}"; else scratch_local "${1%%.*}"; fi
}

scratch_local() {
  local programs=${OPT[programs]:-/usr/lib/postgresql/$1/bin}
  [[ -x $programs/initdb ]] || die "$NOT_READY" "there is no PostgreSQL $1 in $programs: install \
postgresql-$1, name its folder with --programs, or an image with --image"
  PATH="$programs:$PATH"
  SCRATCH_DATA="$WORK/scratch"
  socket_folder
  mkdir "$SCRATCH_DATA"
  AS=()
  if ((EUID == 0)); then scratch_as_postgres; fi
  SCRATCH=local
  {
    "${AS[@]}" initdb --pgdata "$SCRATCH_DATA/data" --auth trust --username "$SCRATCH_USER" \
      --encoding UTF8 --no-sync && "${AS[@]}" pg_ctl --pgdata "$SCRATCH_DATA/data" \
      --log "$SCRATCH_DATA/log" --wait --options "-c listen_addresses= -c fsync=off \
-c unix_socket_directories=$SOCKET_FOLDER -c external_pid_file=$SCRATCH_DATA/server.pid" start
  } >/dev/null 2>"$WORK/scratch.err" 9>&- ||
    die "$NOT_READY" "the throw-away server did not start: $(said "$WORK/scratch.err")"
  IN_CONTAINER=()
  PG=(--no-password --host "$SOCKET_FOLDER" --username "$SCRATCH_USER")
}

# PostgreSQL refuses to run as root, and its own user must get to the folder.
scratch_as_postgres() {
  AS=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chmod 711 "$WORK" "${OPT[work]}" "${OPT[state]}"
  chown postgres "$SCRATCH_DATA" "$SOCKET_FOLDER"
  "${AS[@]}" test -w "$SCRATCH_DATA" -a -w "$SOCKET_FOLDER" ||
    die "$NOT_READY" "the user postgres cannot get to ${OPT[work]} and ${SOCKET_FOLDER%/*}: name another folder \
with --work, another TMPDIR, or do not run as root"
}

scratch_container() {
  local try
  need docker
  SCRATCH="groundplan-drill-$$"
  docker run --detach --rm --network none --name "$SCRATCH" --env "POSTGRES_USER=$SCRATCH_USER" \
    --env POSTGRES_HOST_AUTH_METHOD=trust --env POSTGRES_DB=postgres "${OPT[image]}" \
    >/dev/null 2>"$WORK/scratch.err" ||
    die "$NOT_READY" "${OPT[image]} did not start: $(said "$WORK/scratch.err")"
  IN_CONTAINER=(docker exec --interactive "$SCRATCH")
  PG=(--no-password --username "$SCRATCH_USER")
  for ((try = 0; try < 60; try++)); do
    # The image's first server, which only sets up, listens on no address.
    if client pg_isready --quiet --host 127.0.0.1; then break; fi
    sleep 1
  done
  [[ $(server_sql <<<'show server_version') == "$1"[.\ ]* ]] ||
    die "$NOT_READY" "${OPT[image]} is not PostgreSQL $1, which the backup was made by"
}

scratch_stop() {
  case $SCRATCH in
    "") ;;
    local)
      "${AS[@]}" pg_ctl --pgdata "$SCRATCH_DATA/data" --mode immediate stop >/dev/null 2>&1 || true
      rm -rf "$SOCKET_FOLDER"
      ;;
    *) docker rm --force "$SCRATCH" >/dev/null 2>&1 || true ;;
  esac
}
