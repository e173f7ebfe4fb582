# shellcheck shell=bash
# MariaDB: what writes a dump.

# names OF WHERE: a name a line, of what information_schema has of this database.
names() { sql "${OPT[database]}" <<<"select $1 from information_schema.$2 = database() and $3 order by 1"; }

# engine_dump FILE ROWS: the dump, and how many rows of each table went into it.
engine_dump() {
  local status
  local -a codes=() hashing=()
  [[ -z ${OPT[hashes]:-} ]] || hashing=(-v "hashes=$WORK/hashes")
  names table_name "tables where table_schema" "table_type in ('BASE TABLE', 'SEQUENCE')" >"$WORK/tables"
  names table_name "tables where table_schema" "table_type = 'VIEW'" >"$WORK/views"
  names "json_quote(table_name)" "tables where table_schema" "table_type = 'BASE TABLE'" >"$WORK/counted"
  dump_text 2>"$WORK/dump.err" | awk -v code="$CODE_BEGINS" -v end="$DUMP_ENDS" -v pass=yes \
    -v counts="$WORK/counts" "${hashing[@]}" -f "$PIECES/mariadb-rows.awk" 2>>"$WORK/dump.err" | gzip >"$1" 2>>"$WORK/dump.err" ||
    codes=("${PIPESTATUS[@]}")
  for status in "${codes[@]}"; do
    ((status == 0)) || die "$DUMP_FAILED" "dumping ended with $status: $(said "$WORK/dump.err")$(full)"
  done
  jq -n --slurpfile names "$WORK/counted" --slurpfile counts <(rows_by_table <"$WORK/counts") \
    '[$names[] | {(.): ($counts[0][.] // error("\(.) was not dumped"))}] | add // {}' >"$2" 2>"$WORK/dump.err" ||
    die "$DUMP_FAILED" "$(said "$WORK/dump.err"); did it vanish meanwhile? run again"
}

# dump_text: all of a dump. What fails is not followed by the next.
dump_text() {
  local -a tables views ordered=()
  # By their key, so that a hash of them says the same of what was restored.
  [[ -z ${OPT[hashes]:-} ]] || ordered=(--order-by-primary)
  mapfile -t tables <"$WORK/tables"
  mapfile -t views <"$WORK/views"
  if ((${#tables[@]})); then
    client mariadb-dump "${MARIADB[@]}" "${DUMPS_TABLES[@]}" "${ordered[@]}" \
      "${OPT[database]}" "${tables[@]}" || return
  fi
  printf '\n%s\n' "$CODE_BEGINS"
  client mariadb-dump "${MARIADB[@]}" --no-tablespaces --no-data --no-create-info --routines --events \
    --triggers --skip-lock-tables "${OPT[database]}" || return
  if ((${#views[@]})); then
    client mariadb-dump "${MARIADB[@]}" --no-tablespaces --no-data --skip-triggers --skip-lock-tables \
      "${OPT[database]}" "${views[@]}" || return
  fi
  printf '\n%s\n' "$DUMP_ENDS"
}

# engine_globals FILE: the accounts that have rights in this database, without their passwords, locked.
engine_globals() {
  local account here=${OPT[database]}
  accounts >"$WORK/accounts" 2>"$WORK/dump.err" ||
    die "$DUMP_FAILED" "the accounts could not be read: $(said "$WORK/dump.err")$(full)"
  while IFS= read -r account; do
    printf 'CREATE USER IF NOT EXISTS %s ACCOUNT LOCK;\n' "$account"
    sql mysql <<<"show grants for $account" >"$WORK/grants" 2>"$WORK/dump.err" ||
      die "$DUMP_FAILED" "the rights of $account could not be read: $(said "$WORK/dump.err")$(full)"
    # In a right on a database _ may be escaped, because it stands for any letter there.
    { grep -F -e " ON $(quoted "$here")." -e " ON $(quoted "${here//_/\\_}")." "$WORK/grants" || true; } | sed 's/$/;/'
  done <"$WORK/accounts" >"$1"
}

# accounts: who has rights in this database or stands behind its code, as SQL writes it.
accounts() {
  sql mysql <<<"
    with has as (select user, host from db where $(text "${OPT[database]}") like db
        union select user, host from tables_priv where db = $(text "${OPT[database]}")
        union select user, host from procs_priv where db = $(text "${OPT[database]}")),
      runs as (select definer from proc where db = $(text "${OPT[database]}")
        union select definer from information_schema.views where table_schema = $(text "${OPT[database]}")
        union select definer from information_schema.events where event_schema = $(text "${OPT[database]}")
        union select definer from information_schema.triggers where trigger_schema = $(text "${OPT[database]}"))
    select concat('\`', user, '\`@\`', host, '\`') from global_priv
    where coalesce(json_value(priv, '$.is_role'), 'false') <> 'true'
      and ((user, host) in (select * from has) or concat(user, '@', host) in (select * from runs))
    order by 1"
}
