# shellcheck shell=bash
# PostgreSQL: what writes a dump.

# engine_dump FILE ROWS: the dump, and the rows of each table at the very same moment: both see one
# exported snapshot. A dump's own exit code is asked for, never that of a pipe.
engine_dump() {
  local snapshot dump counted code=0 answers questions
  coproc COUNTER { exec "${IN_CONTAINER[@]}" psql "${PSQL[@]}" "${PG[@]}" --dbname "${OPT[database]}" \
    --set hashes="$([[ -n ${OPT[hashes]:-} ]] && echo true || echo false)" 2>"$WORK/count.err" 9>&-; }
  exec {answers}<&"${COUNTER[0]}" {questions}>&"${COUNTER[1]}"
  cat "$PIECES"/postgres-{session,snapshot}.sql >&"$questions" 2>/dev/null || true
  read -r snapshot <&"$answers" || die "$DUMP_FAILED" "no snapshot: $(said "$WORK/count.err")"
  { exec "${IN_CONTAINER[@]}" pg_dump "${PG[@]}" --dbname "${OPT[database]}" --format custom \
    --snapshot "$snapshot" --lock-wait-timeout 60000 >"$1" 2>"$WORK/dump.err"; } &
  dump=$!
  cat "$PIECES/postgres-rows.sql" >&"$questions" 2>/dev/null || true
  sed -u '/^end$/q' <&"$answers" >"$2.lines" 9>&- &
  counted=$!
  wait "$dump" || code=$?
  ((code == 0)) || die "$DUMP_FAILED" "pg_dump ended with $code: $(said "$WORK/dump.err")$(full)"
  wait "$counted"
  exec {questions}>&- {answers}<&-
  [[ $(tail -n 1 "$2.lines") == end ]] ||
    die "$DUMP_FAILED" "the rows could not be counted: $(said "$WORK/count.err")"
  head -n -1 "$2.lines" | rows_by_table >"$2"
}

# engine_globals FILE: the roles, without their passwords; a dump of one database has none.
engine_globals() {
  client pg_dumpall "${PG[@]}" --roles-only --no-role-passwords >"$1" 2>"$WORK/globals.err" ||
    die "$DUMP_FAILED" "pg_dumpall ended with $?: $(said "$WORK/globals.err")$(full)"
}
