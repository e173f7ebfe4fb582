# shellcheck shell=bash
# MariaDB, the way back: into a database beside the old one.

readonly INCOMING_MARK="groundplan: a restore fills this database"

server_sql() { sql information_schema; }

engine_database_exists() {
  [[ $(server_sql <<<"select count(*) from schemata where schema_name = $(text "$1")") == 1 ]]
}

# engine_restore_problems DUMP: what would make a restore fail, a sentence each, before it begins.
engine_restore_problems() {
  local server account triggers
  server=$(server_sql <<<'select version()')
  at_least "$(series "$(field .server)")" "$(series "$server")" ||
    echo "the backup is of MariaDB $(field .server) and the server is ${server%%-*}: restore to $(series "$(field .server)") or later"
  [[ -n ${OPT[upgrade]:-} ]] || at_least "$(series "$server")" "$(series "$(field .server)")" ||
    echo "the backup is of MariaDB $(field .server) and the server is ${server%%-*}, from which no dump goes \
back: pass --upgrade where that is meant"
  while IFS= read -r account; do
    echo "account $account stands behind code in the backup and is not on the server: create it, or pass --with-roles"
  done < <(missing_accounts "$1")
  [[ $EXISTED == yes ]] || return 0
  triggers=$(server_sql <<<"select trigger_name from triggers where trigger_schema = $(text "$TARGET") order by 1" | paste -sd ' ')
  [[ -z $triggers ]] || echo "MariaDB moves no table that has a trigger: drop $triggers while the application \
stands still (the backup brings its own back), or pass --into another name"
}

# Who the code in the dump runs as, against who is there.
missing_accounts() {
  [[ -z ${OPT[with_roles]:-} ]] || return 0
  comm -23 <(gzip --decompress --stdout <"$1" | awk -v code="$CODE_BEGINS" '$0 == code { on = 1 } on' |
    grep -oE 'DEFINER=`([^`]|``)+`@`([^`]|``)*`' | sed 's/^DEFINER=//' | sort -u) \
    <(present_accounts | sort -u)
}

present_accounts() { sql mysql <<<"select concat('\`', user, '\`@\`', host, '\`') from global_priv"; }

# engine_roles FILE: makes the accounts that are not there, locked, with their rights here. Those that are
# stay as they are.
engine_roles() {
  present_accounts >"$WORK/accounts"
  awk -v have="$WORK/accounts" 'BEGIN { while ((getline name < have) > 0) skip[name] = 1 }
    /^CREATE USER / { name = $0; sub(/^CREATE USER IF NOT EXISTS /, "", name); sub(/ ACCOUNT LOCK;$/, "", name) }
    !(name in skip)' "$1" | client mariadb "${MARIADB[@]}" mysql >/dev/null 2>"$WORK/sql.err" ||
    die "$RESTORE_FAILED" "the accounts could not be made: $(said "$WORK/sql.err")"
}

# engine_create DATABASE: empty, with the character set of the one that was dumped.
engine_create() {
  if engine_database_exists "$1"; then
    [[ $(server_sql <<<"select schema_comment from schemata where schema_name = $(text "$1")") == "$INCOMING_MARK" ]] ||
      die "$NOT_READY" "a database $1 is there that no restore made; rename or drop it"
    server_sql <<<"drop database $(quoted "$1")"
  fi
  create_database "$1" "comment = '$INCOMING_MARK'"
}

# create_database NAME [MORE]
create_database() {
  server_sql 2>"$WORK/sql.err" <<<"create database $(quoted "$1") character set $(field .identity.encoding) \
collate $(field .identity.collate) ${2:-}" ||
    die "$RESTORE_FAILED" "$1 could not be made: $(said "$WORK/sql.err")"
}

# engine_load FILE DATABASE: fills it, tables first; the first error ends it. Code is loaded too, so
# that it is known to load.
engine_load() {
  local part
  for part in tables code; do
    load_part "$part" "$1" "$2" 2>"$WORK/restore.err" ||
      die "$RESTORE_FAILED" "mariadb ended with $?: $(said "$WORK/restore.err"); nothing else was touched"
  done
}

# load_part tables|code FILE DATABASE
load_part() {
  gzip --decompress --stdout <"$2" |
    awk -v code="$CODE_BEGINS" -v only="$1" -f "$PIECES/mariadb-load.awk" |
    client mariadb "${MARIADB[@]}" --binary-mode --max-allowed-packet=1G "$3" >/dev/null
}

# engine_rows DATABASE: as counted by the server, JSON; with hashes where the manifest has them and both
# programs are of its series, which write rows alike.
engine_rows() {
  count_rows "$1" >"$WORK/counted.json"
  if jq -e '[.tables[] | has("hash")] | any' "$MANIFEST" >/dev/null && writes_alike; then
    hash_rows "$1" >"$WORK/hashed.json"
  else
    echo '{}' >"$WORK/hashed.json"
  fi
  jq -c --slurpfile hashed "$WORK/hashed.json" \
    'with_entries(.value += ($hashed[0][.key] // {} | del(.rows)))' "$WORK/counted.json"
}

writes_alike() {
  [[ $(series "$(server_sql <<<'select version()')") == "$(series "$(field .server)")" &&
  $(series "$(engine_client_version)") == "$(series "$(field .client)")" ]]
}

# hash_rows DATABASE: of its rows as a dump would have them.
hash_rows() {
  {
    client mariadb-dump "${MARIADB[@]}" "${DUMPS_TABLES[@]}" --order-by-primary --no-create-info "$1" &&
      printf '\n%s\n' "$DUMP_ENDS"
  } | awk -v code="$CODE_BEGINS" -v end="$DUMP_ENDS" -v hashes="$WORK/hashes" -f "$PIECES/mariadb-rows.awk" |
    rows_by_table
}

# count_rows DATABASE
count_rows() {
  sql "$1" <<<"select concat('select json_object(\"table\", ', quote(table_name), ', \"rows\", count(*)) from \`',
      replace(table_name, '\`', '\`\`'), '\`;')
    from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'
    order by table_name" | sql "$1" | jq -sc 'map({(.table): {rows}}) | add // {}'
}

# engine_sessions: who is connected, a line each.
engine_sessions() {
  server_sql <<<"select concat(user, ' from ', host, ' (', id, ')') from processlist
    where db = $(text "$TARGET") and id <> connection_id()"
}

# engine_scrub FILE DATABASE
engine_scrub() { sql "$2" <"$1" >/dev/null 2>"$WORK/sql.err"; }

# engine_says DATABASE STATEMENT: t where it is true.
engine_says() { sql "$1" <<<"$2" 2>&1 | sed 's/^1$/t/'; }
