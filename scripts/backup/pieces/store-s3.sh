# shellcheck shell=bash
# S3 by the AWS command line (1.36 or 2.22 and later, which know conditional writes).
# shellcheck disable=SC2034 # read by the store
readonly RIGHT_TO_CREATE="s3:PutObject" RIGHT_TO_READ="s3:GetObject and s3:ListBucket" \
  RIGHT_TO_DELETE="s3:DeleteObject until today's end"
# The most that S3 takes in one piece. Only a piece can be create-only with this tool.
readonly S3_MOST_BYTES=$((5 * 1024 ** 3))

store_prepare() {
  need aws
  export AWS_PAGER="" AWS_MAX_ATTEMPTS=3 AWS_RETRY_MODE=standard
  STORE_CLOCK=${OPT[store_endpoint]:-https://s3.amazonaws.com/}
  [[ -z ${OPT[store_endpoint]:-} ]] || export AWS_ENDPOINT_URL_S3="${OPT[store_endpoint]%/}"
}

store_put() {
  if (($(stat -c %s "$1") > S3_MOST_BYTES)); then
    echo "S3 takes 5 GiB in one piece; move this database to physical backups" >"$WORK/store.err"
    return 1
  fi
  attempt aws s3api put-object --bucket "$BUCKET" --key "$2" --body "$1" --if-none-match '*' >/dev/null
}

store_get() { attempt aws s3api get-object --bucket "$BUCKET" --key "$1" "$2" >/dev/null; }

store_list() {
  attempt aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$1" --output json \
    --query 'Contents[].{name: Key, bytes: Size, created: LastModified}' >"$WORK/listing" || return
  jq -c '.[]?' "$WORK/listing"
}

store_manifests() {
  attempt aws s3 cp --recursive --only-show-errors --exclude '*' --include '*.manifest.json' \
    "s3://$BUCKET/$1" "$2" >/dev/null
}

store_delete() { attempt aws s3api delete-object --bucket "$BUCKET" --key "$1" >/dev/null; }
