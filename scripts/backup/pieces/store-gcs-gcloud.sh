# shellcheck shell=bash
# Cloud Storage by Google's own tool: the create-only precondition is the server's.
# shellcheck disable=SC2034 # read by the store
readonly RIGHT_TO_CREATE="roles/storage.objectCreator" RIGHT_TO_READ="roles/storage.objectViewer" \
  RIGHT_TO_DELETE="roles/storage.objectAdmin until today's end"

store_prepare() {
  need gcloud
  # A composite upload leaves parts that the writer may not delete.
  export CLOUDSDK_STORAGE_PARALLEL_COMPOSITE_UPLOAD_ENABLED=False
  export CLOUDSDK_CORE_DISABLE_PROMPTS=1
  STORE_CLOCK=${OPT[store_endpoint]:-https://storage.googleapis.com/}
  [[ -z ${OPT[store_endpoint]:-} ]] ||
    export CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE="${OPT[store_endpoint]%/}/"
}

# Named a file and an object, `gcloud storage cp` first asks whether the object is there, which the
# writer may not. Named a folder and a bucket it asks nothing and makes one insert: so the file is
# laid (as a hard link) into folders that are called like the object.
store_put() {
  local tree
  # Whoever calls this asks for its code, and then bash goes on after a failure: gcloud would complain of
  # an empty folder as if the bucket were missing.
  { tree=$(mktemp -d "$WORK/tree.XXXXXX") && mkdir -p "$tree/$(dirname "$2")" && ln "$1" "$tree/$2"; } \
    2>"$WORK/store.err" || return 1
  attempt gcloud storage cp --quiet --recursive --if-generation-match=0 \
    "$tree/${2%%/*}" "gs://$BUCKET" >/dev/null || overwrite_refused "$?"
}

store_get() { attempt gcloud storage cp --quiet "gs://$BUCKET/$1" "$2" >/dev/null; }

store_list() {
  attempt gcloud storage objects list "gs://$BUCKET/$1**" \
    --format='json(name,size,creation_time)' >"$WORK/listing" || return
  jq -c '.[] | {name, bytes: (.size | tonumber), created: .creation_time}' "$WORK/listing"
}

store_manifests() {
  local code=0
  mkdir -p "$2"
  attempt gcloud storage cp --quiet "gs://$BUCKET/$1**.manifest.json" "$2" >/dev/null || code=$?
  ((code == ABSENT)) || return "$code"
}

store_delete() { attempt gcloud storage rm --quiet "gs://$BUCKET/$1" >/dev/null; }
