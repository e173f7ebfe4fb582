/**
 * `prune-images.sh FOLDER`: removes images that nothing needs. Never what a container uses, running or
 * stopped, nor the current and the previous release.
 */
export const PRUNE_SCRIPT = String.raw`#!/usr/bin/env bash
#
# Removes images that nothing needs. Keeps what a container uses, running or stopped, and the current
# and the previous release. Where it cannot find out what these are, it removes nothing.
#
# Usage: prune-images.sh FOLDER
#
# Reads current and previous in FOLDER. Exit codes: 0 done, 1 failed, 2 used wrongly.

set -Eeuo pipefail
IFS=$'\n\t'

say() {
  printf 'prune-images: %s\n' "$1" >&2
}

used_by_containers() {
  local containers
  # Said outright: where this is called, bash would go on after a failure.
  containers=$(docker ps --all --quiet --no-trunc) || return
  [[ -z $containers ]] || xargs docker inspect --format '{{.Image}}' <<<"$containers"
}

# The image of a release, where this machine has it.
release() {
  [[ -s $1 ]] || return 0
  docker image ls --quiet --no-trunc --filter "reference=$(cat "$1")"
}

main() {
  if (($# != 1)); then
    say "wants the folder of the host's files; try: prune-images.sh /var/lib/groundplan"
    exit 2
  fi
  local folder=$1 keep all id
  if [[ ! -s $folder/current ]]; then
    say "no release is known here: nothing is removed"
    return 0
  fi
  keep=$(used_by_containers && release "$folder/current" && release "$folder/previous")
  all=$(docker image ls --quiet --no-trunc)
  while read -r id; do
    [[ -n $id ]] || continue
    grep --quiet --line-regexp --fixed-strings -- "$id" <<<"$keep" && continue
    docker image rm --force "$id" >/dev/null || say "left $id"
  done < <(sort --unique <<<"$all")
}

main "$@"
`;
