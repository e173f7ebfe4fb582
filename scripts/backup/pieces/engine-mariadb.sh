# shellcheck shell=bash
# MariaDB, on this host or in a container. A dump is compressed SQL: tables with one row a statement, so
# that rows are counted as they pass; then views, routines, events and triggers; then its last line.

# The lines that part a dump. No row can look like one: rows begin with INSERT.
readonly CODE_BEGINS="-- groundplan: views, routines, events and triggers" DUMP_ENDS="-- groundplan: whole"

# How tables are dumped.
readonly DUMPS_TABLES=(--single-transaction --quick --hex-blob --no-tablespaces --skip-extended-insert
  --skip-add-drop-table --skip-triggers --max-allowed-packet=1G)

engine_open() {
  IN_CONTAINER=()
  if [[ -n ${OPT[container]:-} ]]; then
    need docker
    IN_CONTAINER=(docker exec --interactive "${OPT[container]}")
  fi
  MARIADB=(--no-defaults)
  if [[ -n ${OPT[my_cnf]:-} ]]; then
    [[ $(client stat -c %a "${OPT[my_cnf]}" 2>/dev/null) == 600 ]] ||
      die "$NOT_READY" "--my-cnf ${OPT[my_cnf]} must be a file with mode 600; chmod 600 it"
    MARIADB=("--defaults-file=${OPT[my_cnf]}")
  fi
  [[ -z ${OPT[db_host]:-} ]] || MARIADB+=(--host "${OPT[db_host]}")
  [[ -z ${OPT[db_port]:-} ]] || MARIADB+=(--port "${OPT[db_port]}")
  [[ -z ${OPT[db_user]:-} ]] || MARIADB+=(--user "${OPT[db_user]}")
  MARIADB+=(--default-character-set=utf8mb4)
}

# client PROGRAM [ARGUMENT...]: one of MariaDB's programs, where the server is.
client() { "${IN_CONTAINER[@]}" "$@"; }

# sql DATABASE: statements on standard input; rows with tabs between columns.
sql() { client mariadb "${MARIADB[@]}" --batch --raw --skip-column-names "$1"; }

# quoted NAME: as an identifier. text NAME: as a string.
quoted() { printf '`%s`' "${1//\`/\`\`}"; }
text() { printf "'%s'" "${1//\'/\'\'}"; }

engine_programs() {
  need gzip awk
  ((${#IN_CONTAINER[@]})) || need mariadb mariadb-dump
}

# engine_check: server and client, before anything is written.
engine_check() {
  local said odd
  engine_programs
  said=$(sql "${OPT[database]}" 2>"$WORK/sql.err" <<<'select version()') ||
    die "$NOT_READY" "${OPT[database]} does not answer: $(said "$WORK/sql.err")"
  [[ $said == *MariaDB* ]] ||
    die "$NOT_READY" "the server is $said and not MariaDB, for which alone this engine was proven"
  SERVER_VERSION=${said%%-*}
  CLIENT_VERSION=$(engine_client_version)
  at_least "$(series "$SERVER_VERSION")" "$(series "$CLIENT_VERSION")" ||
    die "$NOT_READY" "mariadb-dump is $CLIENT_VERSION and the server $SERVER_VERSION; install mariadb-client $(series "$SERVER_VERSION")"
  odd=$(sql "${OPT[database]}" <<<"
    select concat(table_name, ' (', if(table_type = 'SYSTEM VERSIONED', 'with a history', engine), ')')
    from information_schema.tables where table_schema = database()
      and (table_type = 'SYSTEM VERSIONED' or table_type in ('BASE TABLE', 'SEQUENCE') and engine <> 'InnoDB')
    order by 1" | paste -sd ' ')
  [[ -z $odd ]] || die "$NOT_READY" "no dump of one moment can be made of $odd: \
alter table ... engine = InnoDB, and keep histories by physical backups"
}

# engine_check_reader: the client is not older than what wrote the chosen backup, whose first line an
# older one does not understand.
engine_check_reader() {
  local client wrote
  engine_programs
  client=$(engine_client_version) wrote=$(field .client)
  at_least "$wrote" "$client" || die "$NOT_READY" "mariadb is $client and the backup was made by \
$wrote: install that version or a later one"
}

engine_client_version() { client mariadb-dump --version | sed -E 's/.*Distrib ([0-9.]+).*/\1/'; }

series() { cut -d . -f 1,2 <<<"$1"; }

# at_least LEAST VERSION
at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

engine_bytes() {
  sql "${OPT[database]}" <<<"select coalesce(sum(data_length + index_length), 0)
    from information_schema.tables where table_schema = database()"
}

engine_cluster() { sql information_schema <<<'select @@server_uid'; }

# What this server and database are, for the manifest: a restore compares it.
engine_identity() {
  sql "${OPT[database]}" <<<"
    select json_object('cluster', @@server_uid, 'encoding', default_character_set_name,
      'collate', default_collation_name)
    from information_schema.schemata where schema_name = database()"
}

# Rights whose lack would leave things out of a dump without a word: one "where<TAB>cure" a line.
engine_unreadable() {
  sql "${OPT[database]}" <<<"
    with me as (select concat(\"'\", replace(current_user(), '@', \"'@'\"), \"'\") as grantee),
      needed as (select database() as place, 'SELECT' as wanted union all select database(), 'SHOW VIEW'
        union all select database(), 'TRIGGER' union all select database(), 'EVENT'
        union all select 'mysql', 'SELECT'),
      lacking as (select needed.* from needed, me where not exists (
          select 1 from information_schema.user_privileges u
          where u.grantee = me.grantee and u.privilege_type = wanted)
        and not exists (select 1 from information_schema.schema_privileges s
          where s.grantee = me.grantee and s.privilege_type = wanted and place like s.table_schema))
    select concat(place, '.*\t', 'GRANT ', group_concat(wanted order by wanted separator ', '),
      ' ON \`', place, '\`.* TO ', (select grantee from me))
    from lacking group by place order by place"
}

# rows_by_table: from "name<TAB>rows[<TAB>hash]" lines to one object.
rows_by_table() {
  jq -Rnc '[inputs | split("\t")
    | {(.[0]): ({rows: (.[1] | tonumber)} + if .[2] then {hash: .[2]} else {} end)}] | add // {}'
}

# engine_read_rows FILE: reads all of a dump without a server, and prints the rows of each table.
engine_read_rows() {
  gzip --decompress --stdout <"$1" 2>"$WORK/list.err" |
    awk -v code="$CODE_BEGINS" -v end="$DUMP_ENDS" -f "$PIECES/mariadb-rows.awk" 2>>"$WORK/list.err" |
    rows_by_table
}
