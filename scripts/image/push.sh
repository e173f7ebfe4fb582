#!/usr/bin/env bash
#/ Builds an image, pushes it, and prints the digest that the registry gave it.
#/
#/ Usage: push.sh --context FOLDER --image NAME --tag TAG
#/
#/   --context FOLDER  what is built: a folder with a Dockerfile
#/   --image NAME      where it goes, without a tag: europe-west1-docker.pkg.dev/p/r/web
#/   --tag TAG         what people find it by; nothing is ever deployed by it
#/   --help            prints this text
#/
#/ Prints the digest on standard output: what the push said, never what the tag says afterwards. Reads
#/ nothing from the environment but Docker's own login. Needs docker with buildx, and jq.
#/
#/ Exit codes: 0 pushed, 1 not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# shellcheck source=options.sh
source "$(dirname "${BASH_SOURCE[0]}")/options.sh"

check_options() {
  [[ -f $context/Dockerfile ]] || die 2 "--context must be a folder with a Dockerfile, got '$context'"
  [[ $image == *.*/?* && $image != *@* && ${image##*/} != *:* ]] ||
    die 2 "--image must be <host>/<path>, without tag or digest, got '$image'"
  [[ $tag =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || die 2 "--tag must be a tag, got '$tag'"
}

main() {
  local context image tag
  read_options "context image tag" "$@"
  check_options
  local said digest
  said=$(mktemp)
  # shellcheck disable=SC2064 # the name as it is now
  trap "rm -f '$said'" EXIT
  docker buildx build --pull --push --metadata-file "$said" --tag "$image:$tag" "$context" >&2
  digest=$(jq -r '."containerimage.digest" // empty' "$said")
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] ||
    die 1 "the push of $image:$tag told no digest; look at what docker said, and push again"
  echo "$digest"
}

main "$@"
