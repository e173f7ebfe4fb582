# shellcheck shell=bash
# PostgreSQL, the way back: into a new database beside the old one.

# The mark by which a later run knows a database that it fills as ours.
readonly INCOMING_MARK="groundplan: a restore fills this database"

# server_sql: statements on the server, from a database that is never the one in question.
server_sql() { sql "${OPT[maintenance_database]:-postgres}" "$@"; }

engine_database_exists() {
  [[ $(server_sql --set name="$1" <<<"select count(*) from pg_database where datname = :'name'") == 1 ]]
}

# engine_restore_problems DUMP: what would make a restore fail, a sentence each, before it begins.
engine_restore_problems() {
  local server dumped name
  server=$(server_sql <<<'show server_version')
  dumped=$(jq -r .server "$MANIFEST")
  ((${server%%.*} >= ${dumped%%.*})) ||
    echo "the backup is of PostgreSQL $dumped and the server is ${server%% *}: restore to ${dumped%%.*} or later"
  [[ -n ${OPT[upgrade]:-} ]] || ((${server%%.*} <= ${dumped%%.*})) ||
    echo "the backup is of PostgreSQL $dumped and the server is ${server%% *}, from which no dump goes \
back: pass --upgrade where that is meant"
  client pg_restore --list <"$1" >"$WORK/list"
  while IFS= read -r name; do
    echo "role $name owns things in the backup and is not on the server: create it, or pass --with-roles"
  done < <(missing_roles "$1")
  while IFS= read -r name; do
    echo "extension $name is not installed on the server: install its package"
  done < <(missing_extensions)
}

# Who the dump gives things or rights to, against who is there; both as PostgreSQL quotes them.
missing_roles() {
  [[ -z ${OPT[with_roles]:-} ]] || return 0
  comm -23 <(client pg_restore --schema-only --file - <"$1" |
    sed -nE 's/^ALTER .* OWNER TO (.*);$/\1/p; s/^GRANT .* TO (.*);$/\1/p' |
    sed -E 's/ WITH GRANT OPTION$//' | grep -vx PUBLIC | sort -u) \
    <(server_sql <<<'select quote_ident(rolname) from pg_roles' | sort -u)
}

missing_extensions() {
  comm -23 <(awk '$4 == "EXTENSION" && $5 == "-" { print $6 }' "$WORK/list" | sort -u) \
    <(server_sql <<<'select name from pg_available_extensions' | sort -u)
}

# engine_roles FILE: makes the roles that are not there. Those that are stay as they are. Whoever had given
# a membership may not give one here: from version 16 on nobody may in another's name who has not got it to
# give, and the first user of another server is such a one.
engine_roles() {
  local existing
  existing=$(server_sql <<<'select rolname from pg_roles')
  awk -v have="$existing" 'BEGIN { n = split(have, names, "\n"); for (i = 1; i <= n; i++) skip[names[i]] = 1 }
    /^(CREATE|ALTER) ROLE / { name = $3; gsub(/[";]/, "", name); if (name in skip) next }
    /^GRANT / { sub(/ GRANTED BY .*;$/, ";") }
    { print }' "$1" | server_sql >/dev/null 2>"$WORK/sql.err" ||
    die "$RESTORE_FAILED" "the roles could not be made: $(said "$WORK/sql.err")"
}

# engine_create DATABASE: empty, with the encoding and locale of the one that was dumped.
engine_create() {
  local name=$1
  if engine_database_exists "$name"; then
    [[ $(server_sql --set name="$name" <<<"select shobj_description(oid, 'pg_database')
      from pg_database where datname = :'name'") == "$INCOMING_MARK" ]] ||
      die "$NOT_READY" "a database $name is there that no restore made; rename or drop it"
    server_sql --set name="$name" <<<'drop database :"name" with (force)'
  fi
  server_sql --set name="$name" --set encoding="$(jq -r .identity.encoding "$MANIFEST")" \
    --set collate="$(jq -r .identity.collate "$MANIFEST")" --set mark="$INCOMING_MARK" \
    --set ctype="$(jq -r .identity.ctype "$MANIFEST")" 2>"$WORK/sql.err" <<'SQL' ||
create database :"name" template template0 encoding :'encoding' lc_collate :'collate' lc_ctype :'ctype';
comment on database :"name" is :'mark';
SQL
    die "$RESTORE_FAILED" "$name could not be made: $(said "$WORK/sql.err")"
}

# engine_load FILE DATABASE: fills it; the first error ends it. A container's pg_restore reads a pipe, and so
# it has one job.
engine_load() {
  local -a how=(--jobs "${OPT[jobs]:-2}" "$1")
  ((${#IN_CONTAINER[@]} == 0)) || how=(--single-transaction)
  client pg_restore "${PG[@]}" --exit-on-error --no-tablespaces --dbname "$2" "${how[@]}" \
    <"$1" 2>"$WORK/restore.err" ||
    die "$RESTORE_FAILED" "pg_restore ended with $?: $(said "$WORK/restore.err"); \
nothing else was touched"
  sql "$2" <<<'analyze' 2>"$WORK/sql.err" ||
    die "$RESTORE_FAILED" "analyze failed: $(said "$WORK/sql.err")"
}

# engine_rows DATABASE: as counted by the server, JSON; with hashes where the manifest has them and the
# server is of the same major version, which hashes alike.
engine_rows() {
  local hashes server
  server=$(server_sql <<<'show server_version')
  hashes=$(jq --arg major "${server%%.*}" \
    '(.server | startswith($major + ".")) and ([.tables[] | has("hash")] | any)' "$MANIFEST")
  cat "$PIECES"/postgres-{session,rows}.sql | sql "$1" --set hashes="$hashes" | head -n -1 | rows_by_table
}

# engine_sessions: who is connected, a line each.
engine_sessions() {
  server_sql --set name="$TARGET" <<<"select format('%s from %s (%s)', usename,
    coalesce(host(client_addr), 'this host'), application_name) from pg_stat_activity
    where datname = :'name' and pid <> pg_backend_pid() and backend_type = 'client backend'"
}

# engine_scrub FILE DATABASE: all of it or nothing.
engine_scrub() { sql "$2" --single-transaction <"$1" >/dev/null 2>"$WORK/sql.err"; }

# engine_says DATABASE STATEMENT: t where it is true.
engine_says() { sql "$1" <<<"$2" 2>&1; }
