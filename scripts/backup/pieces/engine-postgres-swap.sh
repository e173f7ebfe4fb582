# shellcheck shell=bash
# PostgreSQL: two databases change their names.

# engine_settings FILE: what a database has besides its contents (settings, rights, comment), as SQL;
# only under the name that it was dumped from.
engine_settings() {
  [[ $TARGET == "$(jq -r .database "$MANIFEST")" ]] || return 0
  client pg_restore --create --schema-only --file - <"$1" |
    grep -E '^(ALTER DATABASE|COMMENT ON DATABASE|(GRANT|REVOKE) .* ON DATABASE) .*;$' || true
}

# engine_swap KEPT: the names change in one transaction: a run that is killed leaves either the old
# database or the new one. A session that comes back in between makes it fail whole; it is tried again.
engine_swap() {
  local try
  for try in 1 2 3; do
    if swap_once "$1" 2>"$WORK/sql.err"; then return 0; fi
    log warning "try=$try" "message=$(said "$WORK/sql.err")"
  done
  die "$RESTORE_FAILED" "$TARGET could not be swapped: $(said "$WORK/sql.err"); it is as it \
was; stop what connects to it and run again"
}

swap_once() {
  cat "$PIECES/postgres-swap.sql" "$WORK/settings.sql" |
    server_sql --single-transaction --set name="$TARGET" --set kept="$1" \
      --set exists="$EXISTED" --set incoming="$(incoming)" \
      --set owner="$(jq -r .identity.owner "$MANIFEST")" --set end="${OPT[end_sessions]:-no}" >/dev/null
}
