# shellcheck shell=bash
# A throw-away MariaDB of a given series: this host's programs, or an image. From then on the engine
# speaks to it and to nothing else. Nobody reaches it from outside.

SCRATCH=""

# scratch_start VERSION
scratch_start() {
  MARIADB=(--no-defaults --user root --default-character-set=utf8mb4)
  if [[ -n ${OPT[image]:-} ]]; then scratch_container "$1"; else scratch_local "$1"; fi
}

scratch_local() {
  local folder="$WORK/scratch" programs=${OPT[programs]:-/usr/sbin} user
  [[ $("$programs/mariadbd" --version 2>/dev/null) == *" $(series "$1")."* ]] ||
    die "$NOT_READY" "there is no MariaDB $(series "$1") in $programs: install \
mariadb-server-core $(series "$1"), name its folder with --programs, or an image with --image"
  socket_folder
  mkdir "$folder"
  IN_CONTAINER=()
  user=$(id -un)
  SCRATCH=local
  mariadb-install-db --no-defaults "--user=$user" "--datadir=$folder/data" --skip-test-db \
    --auth-root-authentication-method=normal >"$WORK/scratch.err" 2>&1 9>&- || not_started
  "$programs/mariadbd" --no-defaults "--user=$user" "--datadir=$folder/data" --skip-networking \
    "--socket=$SOCKET_FOLDER/s" "--pid-file=$folder/server.pid" --max-allowed-packet=1G \
    --innodb-flush-log-at-trx-commit=0 >"$WORK/scratch.err" 2>&1 9>&- &
  SCRATCH_PID=$!
  MARIADB+=(--socket "$SOCKET_FOLDER/s")
  until_it_answers localhost
}

not_started() { die "$NOT_READY" "the throw-away server did not start: $(said "$WORK/scratch.err")"; }

# until_it_answers HOST: for two minutes.
until_it_answers() {
  local try
  for ((try = 0; try < 240; try++)); do
    if client mariadb-admin "${MARIADB[@]}" --host "$1" --silent ping >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  not_started
}

scratch_container() {
  need docker
  SCRATCH="groundplan-drill-$$"
  docker run --detach --rm --network none --name "$SCRATCH" \
    --env MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 "${OPT[image]}" >/dev/null 2>"$WORK/scratch.err" || not_started
  IN_CONTAINER=(docker exec --interactive "$SCRATCH")
  # The image's first server, which only sets up, listens on no address.
  until_it_answers 127.0.0.1
  [[ $(sql information_schema <<<'select version()') == "$(series "$1")".* ]] ||
    die "$NOT_READY" "${OPT[image]} is not MariaDB $(series "$1"), which the backup was made by"
}

scratch_stop() {
  case $SCRATCH in
    "") ;;
    local)
      kill -KILL "${SCRATCH_PID:-}" 2>/dev/null || true
      rm -rf "$SOCKET_FOLDER"
      ;;
    *) docker rm --force "$SCRATCH" >/dev/null 2>&1 || true ;;
  esac
}
