# shellcheck shell=bash
# One run at a time: flock on the host, and for two hosts an object that only one of them can create.

# Seconds that a claim on the bucket holds at least. Publishing ends before.
readonly CLAIM_SECONDS=7200

# lock_host [NAME]: lives as long as this process and what it started, whatever ends them.
lock_host() {
  local file="$STATE/lock${1:+-$1}"
  exec 9>>"$file"
  flock -n 9 ||
    die "$LOCKED" "another run (process $(<"$file")) holds $file; wait for its end"
  printf '%s\n' "$$" >"$file"
}

# The bucket's lock. The writer can neither read nor delete, so a lock cannot be given back: it has
# the time in its name instead. Time is cut into slots; a run claims its slot and the next one, and
# two runs within one slot's length have a slot in common. This host may publish again within its
# own slots, for flock keeps its runs apart. The tier's lifecycle removes the claims.
lock_bucket() {
  local slot=$(($(now) / CLAIM_SECONDS))
  claim "$slot"
  claim "$((slot + 1))"
  PUBLISH_BEFORE=$(($(now) + CLAIM_SECONDS))
}

claim() {
  local name code=0
  name="$(first_prefix)${OPT[environment]}/${OPT[database]}/locks/$1.lock"
  if grep -qxsF "$name" "$STATE/claims"; then return 0; fi
  jq -cn --arg host "$(hostname)" --arg at "$(utc)" '{$host, $at}' >"$WORK/claim"
  store_put "$WORK/claim" "$name" || code=$?
  case $code in
    0) printf '%s\n' "$name" >>"$STATE/claims" ;;
    "$EXISTS")
      die "$LOCKED" "another host publishes backups of ${OPT[environment]}/${OPT[database]}: \
$(store_url "$name") exists; stop that host's timer, or wait until $(utc $((($1 + 1) * CLAIM_SECONDS)))"
      ;;
    *) die "$UPLOAD_FAILED" "$(store_why "$code" "$name")" ;;
  esac
}
