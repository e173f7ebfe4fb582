# shellcheck shell=bash
# MariaDB: one statement moves the tables of two databases. It renames no database, and moves no view,
# routine, event or trigger: those are made anew after.

# engine_settings DUMP: for the swap; code that goes where the tables go.
engine_settings() {
  local view='drop view if exists' routine
  for routine in function procedure; do
    printf "select concat('drop %s if exists \`', routine_name, '\`;') from routines \
where routine_schema = %s and routine_type = '%s';\n" "$routine" "$(text "$TARGET")" "$routine"
  done | server_sql
  server_sql <<<"select concat('$view \`', table_name, '\`;') from views where table_schema = $(text "$TARGET");
    select concat('drop event if exists \`', event_name, '\`;') from events where event_schema = $(text "$TARGET")"
  gzip --decompress --stdout <"$1" | awk -v code="$CODE_BEGINS" -v only=code -f "$PIECES/mariadb-load.awk"
}

# engine_swap KEPT: one statement moves all tables; killed before it the old ones serve, after it the
# new ones. A session that comes back in between makes it wait and fail; it is tried again. What it
# made and did not fill stays: nothing is dropped here that may hold the old tables.
engine_swap() {
  local try
  if [[ $EXISTED == yes ]]; then create_database "$1"; else create_database "$TARGET"; fi
  for try in 1 2 3; do
    if move_tables "$1" "$try" 2>"$WORK/sql.err"; then
      client mariadb "${MARIADB[@]}" --binary-mode "$TARGET" <"$WORK/settings.sql" >/dev/null 2>"$WORK/sql.err" ||
        die "$RESTORE_FAILED" "the tables of $TARGET were swapped, its views, routines, events and triggers \
are not all there: $(said "$WORK/sql.err"); run again"
      server_sql <<<"drop database $(quoted "$(incoming)")"
      return 0
    fi
    log warning "try=$try" "message=$(said "$WORK/sql.err")"
  done
  die "$RESTORE_FAILED" "$TARGET could not be swapped: $(said "$WORK/sql.err"); it is as it \
was; stop what connects to it and run again"
}

# move_tables KEPT TRY: called where a failure is asked for, so each step asks for its own.
move_tables() {
  server_sql <<<"select concat('drop trigger \`', trigger_schema, '\`.\`', trigger_name, '\`;') from triggers
    where trigger_schema = $(text "$(incoming)")" | server_sql || return
  moves_of "$(incoming)" "$TARGET" >"$WORK/moves" || return
  # The try before did it, and its answer was lost.
  [[ -s $WORK/moves || $2 == 1 ]] || return 0
  if [[ $EXISTED == yes ]]; then
    moves_of "$TARGET" "$1" >"$WORK/moves-out" || return
    cat "$WORK/moves" >>"$WORK/moves-out" && mv "$WORK/moves-out" "$WORK/moves"
  fi
  end_sessions || return
  [[ -s $WORK/moves ]] || return 0
  server_sql <<<"set lock_wait_timeout = 10; set foreign_key_checks = 0; rename table $(paste -sd , "$WORK/moves")"
}

# moves_of FROM TO: a line for each table.
moves_of() {
  server_sql <<<"select concat('$(quoted "$1").', name, ' to $(quoted "$2").', name) from (
      select concat('\`', replace(table_name, '\`', '\`\`'), '\`') as name from tables
      where table_schema = $(text "$1") and table_type in ('BASE TABLE', 'SEQUENCE')) t"
}

end_sessions() {
  [[ -n ${OPT[end_sessions]:-} ]] || return 0
  server_sql <<<"select concat('kill ', id, ';') from processlist
    where db = $(text "$TARGET") and id <> connection_id()" | client mariadb "${MARIADB[@]}" --force
}
