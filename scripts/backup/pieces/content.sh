# shellcheck shell=bash
# Is what a backup holds what was put into it?

# check_content: downloads, proves and reads all of the chosen backup, without a server.
check_content() {
  engine_check_reader
  check_space "$(room_for_backup)" "$BACKUP_ID"
  fetch_object dump "$WORK/dump"
  fetch_object globals "$WORK/globals.sql"
  engine_read_rows "$WORK/dump" >"$WORK/read-rows.json" 2>"$WORK/read.err" ||
    die "$NOT_WHOLE" "$BACKUP_ID cannot be read to its end: $(said_reading); restore an older backup"
  compare_rows "$WORK/read-rows.json" "$NOT_WHOLE" "$BACKUP_ID"
}

# What downloading takes: the object, and the same again where it is decrypted.
room_for_backup() {
  jq '[.objects[] | .bytes + (if .name | endswith(".age") then .plain.bytes else 0 end)] | add' "$MANIFEST"
}

# said_reading: what was said when a dump could not be read.
said_reading() {
  cat "$WORK/list.err" "$WORK/read.err" >"$WORK/both.err"
  said "$WORK/both.err"
}

# rows_differ EXPECTED FOUND: every expected table, with its number of rows and, where both have one,
# their hash. What is found besides (rows that an extension owns) is no difference.
rows_differ() {
  jq -r --slurpfile found "$2" 'to_entries
    | map(.value as $told | ($found[0][.key] // {}) as $seen
      | if $seen.rows != $told.rows then "\(.key) has \($seen.rows // "no") rows instead of \($told.rows)"
        elif $seen.hash and $told.hash and $seen.hash != $told.hash then "\(.key) has other rows"
        else empty end)
    | join("; ")' "$1"
}

# compare_rows FILE CODE WHAT: with the manifest.
compare_rows() {
  local difference
  difference=$(rows_differ <(jq .tables "$MANIFEST") "$1")
  [[ -z $difference ]] || die "$2" "$3 differs from its manifest: $difference"
}

# record_verified [PROOF]: for prune, which lets nothing go before newer ones are proven.
record_verified() {
  [[ -z ${OPT[dry_run]:-} ]] || return 0
  jq -cn --arg id "$BACKUP_ID" --arg hash "$(jq -r .objects.dump.sha256 "$MANIFEST")" \
    --arg at "$(utc)" --arg by "$SCRIPT" '{$id, sha256: $hash, $at, $by}' \
    >"$STATE/verified/$BACKUP_ID.json.new"
  mv "$STATE/verified/$BACKUP_ID.json.new" "$STATE/verified/$BACKUP_ID.json"
}
