#!/usr/bin/env bash
#/ Runs a command before a PostgreSQL of its own, which goes away with it.
#/
#/ Usage: with-postgres.sh COMMAND [ARGUMENT...]
#/
#/ The command gets PGHOST (a folder with the server's socket; it listens to no network), PGPORT,
#/ PGUSER and PGDATABASE; nobody is asked for a password. Needs PostgreSQL's server programs; as
#/ root it runs them as postgres.
#/
#/ Touches: a folder below TMPDIR, which it removes. Exit codes: the command's; 2 used wrongly.
set -Eeuo pipefail
IFS=$'\n\t'

# Where Debian keeps the programs, which are on nobody's PATH; the newest last.
PATH=$PATH:$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse | paste -sd:)

# Elsewhere, too: where root stands, postgres may not look.
as_postgres() {
  if ((EUID == 0)); then
    (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
  else
    "$@"
  fi
}

stop() {
  as_postgres pg_ctl --pgdata "$folder/data" --silent --mode=immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}

start() {
  if ((EUID == 0)); then chown postgres "$folder"; fi
  as_postgres initdb --pgdata "$folder/data" --username postgres --auth trust --no-sync >/dev/null
  as_postgres pg_ctl --pgdata "$folder/data" --log "$folder/log" --silent --wait \
    --options "-c listen_addresses='' -k $folder -c fsync=off" start
}

main() {
  case ${1-} in
    --help) sed -n 's/^#\/ \{0,1\}//p' "$0" && exit 0 ;;
    '') echo "with-postgres: it wants a command; see --help" >&2 && exit 2 ;;
  esac
  folder=$(mktemp -d)
  trap stop EXIT
  chmod 755 "$folder"
  start || { cat "$folder/log" >&2 && exit 1; }
  PGHOST=$folder PGPORT=5432 PGUSER=postgres PGDATABASE=postgres "$@"
}

main "$@"
