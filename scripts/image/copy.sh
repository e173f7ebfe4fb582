#!/usr/bin/env bash
#/ Copies an image from one registry into another, as it is: the same digest, by another tag.
#/
#/ Usage: copy.sh --from NAME@DIGEST --to NAME:TAG
#/
#/   --from NAME@DIGEST  the image that was seen to run
#/   --to NAME:TAG       where it goes; the tag is a version, v1.2.0
#/   --help              prints this text
#/
#/ Run again it changes nothing. A tag that names another image stays, and is an error. Reads nothing
#/ from the environment but Docker's own login. Needs docker with buildx, and jq.
#/
#/ Exit codes: 0 it is there, 1 it is not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# shellcheck source=options.sh
source "$(dirname "${BASH_SOURCE[0]}")/options.sh"

check_options() {
  [[ $from =~ ^[^@]+/[^@]+@sha256:[0-9a-f]{64}$ ]] ||
    die 2 "--from must be <name>@sha256:<64 digits>, got '$from'"
  [[ $to =~ ^[^@]+/[^@:]+:v[0-9]+\.[0-9]+\.[0-9]+$ ]] ||
    die 2 "--to must be <name>:v<major>.<minor>.<patch>, got '$to'"
}

# The digest that a tag names; nothing where there is no such tag.
digest_of() {
  docker buildx imagetools inspect "$1" --format '{{json .Manifest}}' 2>/dev/null |
    jq -r '.digest // empty' || true
}

main() {
  local from to
  read_options "from to" "$@"
  check_options
  local wanted=${from##*@} there
  there=$(digest_of "$to")
  if [[ -z $there ]]; then
    # Without this an image of one platform would get an index around it, and another digest.
    docker buildx imagetools create --prefer-index=false --tag "$to" "$from" >&2
    there=$(digest_of "$to")
  fi
  [[ $there == "$wanted" ]] ||
    die 1 "$to is ${there:-not there}, not $wanted; a version is never given to another image: take the next one"
  echo "$wanted"
}

main "$@"
