# shellcheck shell=bash
# From files on this host to a backup in the bucket: the objects first, the manifest last.

# next_sequence: greater than all before on this host, whatever the clock does; from the clock where
# this host knows of none.
next_sequence() {
  local last
  last=$(cat "$STATE/sequence" 2>/dev/null || echo 0)
  SEQUENCE=$(($(now) > last ? $(now) : last + 1))
  printf '%s\n' "$SEQUENCE" >"$STATE/sequence"
}

# due_tiers: the first tier always; another one when this host has none of its period yet.
due_tiers() {
  local tier prefix first=yes
  while IFS=$'\t' read -r tier prefix; do
    if [[ -n $first || $(period "$tier") != "$(cat "$STATE/tier-$tier" 2>/dev/null)" ]]; then
      printf '%s\t%s\n' "$tier" "$prefix"
    fi
    first=""
  done < <(tier_lines)
}

# period TIER: what it has one of.
period() {
  case $1 in
    weekly) utc "$STARTED" %G-W%V ;;
    monthly) utc "$STARTED" %Y-%m ;;
    *) utc "$STARTED" %Y-%m-%d ;;
  esac
}

# describe_object FILE NAME PLAIN: its entry in the manifest, and that of what it was encrypted from.
describe_object() {
  jq -cn --arg name "$2" --arg hash "$(hash_of "$1")" --arg plainHash "$(hash_of "$3")" \
    --argjson sizes "$(stat -c %s "$1" "$3" | jq -sc .)" \
    '{$name, bytes: $sizes[0], sha256: $hash, plain: {bytes: $sizes[1], sha256: $plainHash}}'
}

# hash_of FILE: asked for twice, read once.
hash_of() {
  [[ -e $1.sha256 ]] || sha256sum "$1" | cut -d ' ' -f 1 >"$1.sha256"
  cat "$1.sha256"
}

# publish_tier TIER PREFIX
publish_tier() {
  local base key file objects='{}' suffix=""
  encrypted && suffix=.age
  base="$2${OPT[environment]}/${OPT[database]}/$(utc "$STARTED" %Y/%m/%d)/$BACKUP_ID"
  for key in dump globals.sql; do
    file="$WORK/$key$suffix"
    objects=$(jq -c --arg key "${key%.sql}" \
      --argjson object "$(describe_object "$file" "$base.$key$suffix" "$WORK/$key")" \
      '. + {($key): $object}' <<<"$objects")
    upload "$file" "$base.$key$suffix"
  done
  write_manifest "$1" "$base.manifest.json" "$objects"
  upload "$WORK/manifest.json" "$base.manifest.json"
  rm "$WORK/manifest.json"
  period "$1" >"$STATE/tier-$1"
}

upload() {
  local code=0
  store_put "$1" "$2" || code=$?
  ((code == 0)) || die "$UPLOAD_FAILED" "$(store_why "$code" "$2")"
  log sent "object=$2" "bytes=$(stat -c %s "$1")"
}

# write_manifest TIER NAME OBJECTS: one line, so that a cut one is no JSON.
write_manifest() {
  jq -cn --arg id "$BACKUP_ID" --argjson sequence "$SEQUENCE" --arg tier "$1" --arg name "$2" \
    --arg environment "${OPT[environment]}" --arg stage "${OPT[stage]}" \
    --arg database "${OPT[database]}" --arg engine "${OPT[engine]}" --arg host "$(hostname)" \
    --arg started "$(utc "$STARTED")" --arg finished "$(utc)" --arg suspect "$SUSPECT" \
    --arg server "$SERVER_VERSION" --arg client "$CLIENT_VERSION" --argjson identity "$IDENTITY" \
    --argjson encryptedTo "$(recipients_json)" --argjson objects "$3" --arg commit "$(tool_commit)" \
    --slurpfile tables "$WORK/rows.json" \
    '{schema: 1, $id, $sequence, $tier, $name, $environment, $stage, $database, $engine, $host,
      $started, $finished, suspect: (if $suspect == "" then null else $suspect end), $server, $client,
      $identity, $encryptedTo, $objects, tables: $tables[0], tool: {commit: $commit}}' \
    >"$WORK/manifest.json"
}

tool_commit() { git -C "$PIECES" rev-parse --short HEAD 2>/dev/null || echo unknown; }
