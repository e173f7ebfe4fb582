# shellcheck shell=bash
# Which backups there are. One counts when its manifest, written last, can be read and every object
# that it names is there with its size.

# tier_lines: "tier<TAB>prefix" a line.
tier_lines() { tr ',=' '\n\t' <<<"${OPT[tiers]}"; }

first_prefix() { tier_lines | head -n 1 | cut -f 2; }

# source_job: whose backups are meant; the job's own, but for a restore that names another's.
source_job() {
  printf '%s/%s' "${OPT[from_environment]:-${OPT[environment]}}" "${OPT[from_database]:-${OPT[database]}}"
}

# load_backups: all of this environment's and database's, oldest first, into $WORK/backups.json.
load_backups() {
  local tier prefix code
  : >"$WORK/objects"
  mkdir -p "$WORK/manifests"
  while IFS=$'\t' read -r tier prefix; do
    prefix+="$(source_job)/"
    code=0
    store_list "$prefix" >>"$WORK/objects" || code=$?
    ((code == 0 || code == ABSENT)) || unreadable "$code" "$prefix"
    grep -qs '\.manifest\.json"' "$WORK/objects" || continue
    store_manifests "$prefix" "$WORK/manifests/$tier" || unreadable "$?" "$prefix"
  done < <(tier_lines)
  # Line by line through awk: a manifest that was cut lacks its line's end, and jq would read the next
  # one, which is good, as the rest of it.
  find "$WORK/manifests" -name '*.manifest.json' -exec awk '{ print FILENAME "\t" $0 }' {} + |
    jq -Rc 'split("\t") | {file: .[0], manifest: (try (.[1] | fromjson) catch null)}' >"$WORK/read"
  jq -n --arg folder "$WORK/manifests/" --arg tiers "${OPT[tiers]}" --slurpfile read "$WORK/read" \
    --slurpfile objects "$WORK/objects" -L "$PIECES" \
    'include "backups"; backups($read; $objects)' >"$WORK/backups.json"
}

unreadable() {
  die "$NOT_READY" "$(store_why "$1" "$2" "$RIGHT_TO_READ")"
}

# choose_backup: the one named by --backup, else the newest whole one that is not suspect. Sets
# MANIFEST (a file) and BACKUP_ID.
choose_backup() {
  local wanted=${OPT[backup]:-}
  MANIFEST="$WORK/manifest.json"
  jq -c --arg id "$wanted" 'map(select(.manifest != null))
    | map(select(if $id == "" then .whole and (.manifest.suspect == null) else .id == $id end))
    | last // empty' "$WORK/backups.json" >"$WORK/chosen.json"
  if [[ ! -s $WORK/chosen.json ]]; then
    if [[ -n $wanted ]]; then
      die "$NOT_READY" "there is no backup $wanted in ${OPT[store]}; list.sh shows those that are there"
    fi
    die "$STALE" "no whole backup of $(source_job) is in ${OPT[store]}; \
run backup.sh, and look why its timer did not"
  fi
  jq -c .manifest "$WORK/chosen.json" >"$MANIFEST"
  BACKUP_ID=$(jq -r .id "$MANIFEST")
  [[ $(jq -r .engine "$MANIFEST") == "${OPT[engine]}" ]] ||
    die "$NOT_READY" "$BACKUP_ID is one of $(jq -r .engine "$MANIFEST") and this job's engine is ${OPT[engine]}; \
two engines need two names"
  jq -e .whole "$WORK/chosen.json" >/dev/null ||
    die "$NOT_WHOLE" "$BACKUP_ID is not whole: $(jq -r .problem "$WORK/chosen.json"); choose another one"
}

# field PATH: of the chosen backup's manifest.
field() { jq -r "$1" "$MANIFEST"; }

# fetch_object KEY FILE: downloads dump or globals, proves size and hash, decrypts, proves again.
fetch_object() {
  local name code=0 file=$2
  name=$(jq -r --arg key "$1" '.objects[$key].name' "$MANIFEST")
  if [[ $name == *.age ]]; then file="$2.age"; fi
  store_get "$name" "$file" || code=$?
  ((code == 0)) || die "$NOT_READY" "$(store_why "$code" "$name" "$RIGHT_TO_READ")"
  prove "$file" "$(jq -r --arg key "$1" '.objects[$key] | "\(.bytes) \(.sha256)"' "$MANIFEST")"
  [[ $file != "$2" ]] || return 0
  decrypt "$file" "$2"
  rm "$file"
  prove "$2" "$(jq -r --arg key "$1" '.objects[$key].plain | "\(.bytes) \(.sha256)"' "$MANIFEST")"
}

# prove FILE "BYTES SHA256"
prove() {
  local bytes
  bytes=$(stat -c %s "$1")
  [[ $bytes == "${2% *}" ]] || die "$NOT_WHOLE" "$BACKUP_ID: ${1##*/} has $bytes bytes and its \
manifest says ${2% *}; it was cut or replaced, restore an older backup"
  sha256sum --status --check <<<"${2#* }  $1" || die "$NOT_WHOLE" "$BACKUP_ID: ${1##*/} has another \
SHA-256 than its manifest says; it was damaged or swapped, restore an older backup"
}
