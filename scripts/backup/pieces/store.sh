# shellcheck shell=bash
# A bucket, spoken to by its maker's tool or rclone. Five functions, the same for each kind:
#   store_put FILE NAME      creates NAME, and never overwrites it
#   store_get NAME FILE
#   store_list PREFIX        {name, bytes, created} a line
#   store_manifests PREFIX FOLDER
#   store_delete NAME
# Each returns 0, or what was wrong as one of these numbers.
# shellcheck disable=SC2034 # read by the commands
readonly EXISTS=3 DENIED=4 EXPIRED=5 ABSENT=6 OUT_OF_TIME=7

store_open() {
  BUCKET=${OPT[store]#*://}
  case ${OPT[store]} in
    s3://*)
      # shellcheck source=store-s3.sh
      source "$PIECES/store-s3.sh"
      ;;
    *)
      if [[ -z ${OPT[gcs_tool]} ]]; then
        OPT[gcs_tool]=$(command -v gcloud >/dev/null && echo gcloud || echo rclone)
      fi
      # shellcheck source=store-gcs-gcloud.sh
      source "$PIECES/store-gcs-${OPT[gcs_tool]}.sh"
      ;;
  esac
  store_prepare
}

store_url() { printf '%s/%s' "${OPT[store]}" "$1"; }

# attempt COMMAND...: runs a tool, not beyond the end of the bucket's lock, and reads what it said.
attempt() {
  local said left code=0
  local -a bound=()
  if [[ -n ${PUBLISH_BEFORE:-} ]]; then
    left=$((PUBLISH_BEFORE - $(now)))
    ((left > 0)) || return "$OUT_OF_TIME"
    bound=(timeout --foreground --kill-after=10 "$left")
  fi
  "${bound[@]}" "$@" 2>"$WORK/store.err" || code=$?
  ((code)) || return 0
  [[ $code != 124 && $code != 137 ]] || return "$OUT_OF_TIME"
  said=$(<"$WORK/store.err")
  ! says 412 'PreconditionFailed|Precondition failed|conditionNotMet' || return "$EXISTS"
  ! says 401 'ExpiredToken|InvalidAccessKeyId|invalid_grant|Invalid Credentials|expired|SignatureDoesNotMatch|RequestTimeTooSkewed|credentials' ||
    return "$EXPIRED"
  ! says 403 'AccessDenied|Forbidden|does not have' || return "$DENIED"
  ! says 404 "NoSuch|not found|notFound|matched no objects|doesn't exist" || return "$ABSENT"
  return 1
}

# says STATUS WORDS: true where $said has one of the words, or the status by itself: a time in the name of
# an object has the same digits.
says() { [[ $said =~ $2 || $said =~ (^|[^[:alnum:]])$1([^[:alnum:]]|$) ]]; }

# overwrite_refused CODE: of an upload to Google, which names the right that it misses: to delete is
# what overwriting takes.
overwrite_refused() {
  if (($1 == DENIED)) && grep -q 'storage\.objects\.delete' "$WORK/store.err"; then return "$EXISTS"; fi
  return "$1"
}

# store_why CODE NAME [RIGHT]: what, why and what to do.
store_why() {
  local url last
  url=$(store_url "$2")
  last=$(grep -v '^[[:space:]]*$' "$WORK/store.err" | tail -n 1 | cut -c 1-300 || true)
  case $1 in
    "$EXISTS") printf '%s exists already and is not overwritten; run again for a new name' "$url" ;;
    "$DENIED") printf 'this identity may not do that to %s; grant it %s (%s)' "$url" \
      "${3:-$RIGHT_TO_CREATE}" "$last" ;;
    "$EXPIRED") printf 'the credentials for %s are missing, expired or refused; renew them (%s)' \
      "$url" "$last" ;;
    "$ABSENT") printf '%s, or the bucket, does not exist (%s)' "$url" "$last" ;;
    "$OUT_OF_TIME") printf '%s was not uploaded before the lock ran out; look at the network' "$url" ;;
    *) printf '%s failed; look at the network and run again (%s)' "$url" "$last" ;;
  esac
}
