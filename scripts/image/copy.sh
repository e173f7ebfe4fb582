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

die() {
  echo "copy: $2" >&2
  exit "$1"
}

read_options() {
  from='' to=''
  while (($# > 0)); do
    case $1 in
      --help) sed -n 's/^#\/ \{0,1\}//p' "$0" && exit 0 ;;
      --from | --to)
        (($# > 1)) || die 2 "$1 wants a value; see --help"
        printf -v "${1#--}" %s "$2"
        shift 2
        ;;
      *) die 2 "there is no option $1; see --help" ;;
    esac
  done
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
  read_options "$@"
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
