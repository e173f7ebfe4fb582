# shellcheck shell=bash
# PostgreSQL, on this host or in a container.

readonly PSQL=(--no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1)

engine_open() {
  IN_CONTAINER=()
  PG=(--no-password)
  # Never with -t: a terminal turns the line feeds of a binary dump into two bytes.
  if [[ -n ${OPT[container]:-} ]]; then
    need docker
    IN_CONTAINER=(docker exec --interactive "${OPT[container]}")
  fi
  [[ -z ${OPT[db_host]:-} ]] || PG+=(--host "${OPT[db_host]}")
  [[ -z ${OPT[db_port]:-} ]] || PG+=(--port "${OPT[db_port]}")
  [[ -z ${OPT[db_user]:-} ]] || PG+=(--username "${OPT[db_user]}")
  if [[ -n ${OPT[pgpass]:-} ]]; then
    [[ $(stat -c %a "${OPT[pgpass]}" 2>/dev/null) == 600 ]] ||
      die "$NOT_READY" "--pgpass ${OPT[pgpass]} must be a file with mode 600; chmod 600 it"
    export PGPASSFILE=${OPT[pgpass]}
  fi
}

# client PROGRAM [ARGUMENT...]: one of PostgreSQL's programs, where the server is.
client() { "${IN_CONTAINER[@]}" "$@"; }

# sql DATABASE [psql option...]: statements on standard input; rows with | between columns.
sql() { client psql "${PSQL[@]}" "${PG[@]}" --dbname "$@"; }

engine_programs() { ((${#IN_CONTAINER[@]})) || need pg_dump pg_dumpall pg_restore psql; }

# engine_check: server and client, before anything is written.
engine_check() {
  local server_major client_major
  engine_programs
  SERVER_VERSION=$(sql "${OPT[database]}" 2>"$WORK/sql.err" <<<'show server_version') ||
    die "$NOT_READY" "${OPT[database]} does not answer: $(said "$WORK/sql.err")"
  SERVER_VERSION=${SERVER_VERSION%% *}
  CLIENT_VERSION=$(engine_client_version pg_dump)
  server_major=${SERVER_VERSION%%.*} client_major=${CLIENT_VERSION%%.*}
  ((client_major >= server_major)) || die "$NOT_READY" "pg_dump is $CLIENT_VERSION and the server \
$SERVER_VERSION; install postgresql-client-$server_major"
}

engine_client_version() { client "$1" --version | sed -E 's/.*\) ([0-9.]+).*/\1/'; }

# engine_check_reader: pg_restore is there and not older than what wrote the chosen backup; told apart
# from a backup that is damaged.
engine_check_reader() {
  local client wrote
  ((${#IN_CONTAINER[@]})) || need pg_restore psql
  client=$(engine_client_version pg_restore) wrote=$(jq -r .client "$MANIFEST")
  [[ $(printf '%s\n' "$wrote" "$client" | sort -V | head -n 1) == "$wrote" ]] ||
    die "$NOT_READY" "pg_restore is $client and the backup was made by $wrote: install that version \
or a later one"
}

engine_cluster() { sql "${OPT[maintenance_database]:-postgres}" <<<'select system_identifier from pg_control_system()'; }

engine_bytes() { sql "${OPT[database]}" <<<'select pg_database_size(current_database())'; }

# What this server and database are, for the manifest: a restore compares it.
engine_identity() {
  sql "${OPT[database]}" <<<"
    select json_build_object('cluster', (select system_identifier::text from pg_control_system()),
      'owner', pg_get_userbyid(datdba), 'encoding', pg_encoding_to_char(encoding),
      'collate', datcollate, 'ctype', datctype)
    from pg_database where datname = current_database()"
}

# Tables and sequences that a dump would trip over: one "name<TAB>cure" a line.
engine_unreadable() {
  sql "${OPT[database]}" --field-separator=$'\t' <<<"
    select format('%I.%I', n.nspname, c.relname),
      format('GRANT SELECT ON %I.%I TO %I; GRANT USAGE ON SCHEMA %I TO %I', n.nspname, c.relname,
        current_user, n.nspname, current_user)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'S') and c.relpersistence <> 't'
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not (has_table_privilege(c.oid, 'SELECT') and has_schema_privilege(n.oid, 'USAGE'))
    order by 1"
}

# engine_read_rows FILE: reads all of a dump without a server, and prints the rows of each table.
engine_read_rows() {
  client pg_restore --data-only --file - <"$1" 2>"$WORK/list.err" |
    awk -f "$PIECES/postgres-copy-rows.awk" |
    jq -Rnc '[inputs | split("\t") | {(.[0]): {rows: (.[1] | tonumber)}}] | add // {}'
}

# rows_by_table: from lines of {table, rows} to one object.
rows_by_table() { jq -sc 'map({(.table): del(.table)}) | add // {}'; }
