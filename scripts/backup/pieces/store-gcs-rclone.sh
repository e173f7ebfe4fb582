# shellcheck shell=bash
# Cloud Storage by rclone, for hosts without gcloud. It knows no precondition: that nothing is
# overwritten comes from the writer's role, which may not delete. `verify --setup` proves that.
# shellcheck disable=SC2034 # read by the store
readonly RIGHT_TO_CREATE="roles/storage.objectCreator" RIGHT_TO_READ="roles/storage.objectViewer" \
  RIGHT_TO_DELETE="roles/storage.objectAdmin until today's end"

store_prepare() {
  need rclone
  export RCLONE_CONFIG=/dev/null RCLONE_GCS_NO_CHECK_BUCKET=true RCLONE_GCS_BUCKET_POLICY_ONLY=true
  export RCLONE_RETRIES=2 RCLONE_LOW_LEVEL_RETRIES=3 RCLONE_CONTIMEOUT=20s RCLONE_TIMEOUT=60s
  # A file on disk needs no reading ahead, which costs as much memory as the file is long.
  export RCLONE_BUFFER_SIZE=0
  STORE_CLOCK=${OPT[store_endpoint]:-https://storage.googleapis.com/}
  [[ -z ${OPT[store_endpoint]:-} ]] ||
    export RCLONE_GCS_ENDPOINT="${OPT[store_endpoint]%/}/storage/v1/"
}

store_put() {
  attempt rclone copyto --no-check-dest "$1" ":gcs:$BUCKET/$2" || overwrite_refused "$?"
}

store_get() { attempt rclone copyto ":gcs:$BUCKET/$1" "$2"; }

store_list() {
  attempt rclone lsjson --recursive --files-only ":gcs:$BUCKET/$1" >"$WORK/listing" || return
  jq -c --arg prefix "$1" '.[] | {name: ($prefix + .Path), bytes: .Size, created: .ModTime}' "$WORK/listing"
}

store_manifests() { attempt rclone copy --include '*.manifest.json' ":gcs:$BUCKET/$1" "$2"; }

store_delete() { attempt rclone deletefile ":gcs:$BUCKET/$1"; }
