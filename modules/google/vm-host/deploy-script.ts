/**
 * `deploy.sh FOLDER RUN_FOLDER`: runs the release that the machine's metadata names, and goes back to
 * the one before where it does not become healthy.
 *
 * @param compose the command that is Compose on this system
 */
export function deployScript(compose: string): string {
  return String.raw`#!/usr/bin/env bash
#
# Runs the release that this machine's metadata names; goes back to the one before where the new one
# does not become healthy. Run by host-deploy.timer.
#
# Usage: deploy.sh FOLDER RUN_FOLDER
#
# Reads the metadata server. Writes current, previous and refused in FOLDER, and secrets in
# RUN_FOLDER, which a reboot empties.
# Exit codes: 0 runs what it should, 1 failed, 2 used wrongly.

set -Eeuo pipefail
IFS=$'\n\t'

readonly METADATA=http://metadata.google.internal/computeMetadata/v1/instance
readonly RELEASE='^[a-z0-9.-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]+$'

say() {
  printf 'deploy: %s\n' "$1" >&2
}

metadata() {
  curl --silent --show-error --fail --header 'Metadata-Flavor: Google' "$METADATA/$1"
}

token() {
  metadata service-accounts/default/token | sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p'
}

compose() {
  ${compose} --project-name host --file "$folder/compose.json" "$@"
}

is_up() {
  [[ -n $(docker ps --quiet --filter label=com.docker.compose.project=host) ]]
}

bring_up() {
  RELEASE_IMAGE=$1 compose up --detach --remove-orphans --wait --wait-timeout 300
}

# Each line of secrets: <name> <version>. A secret is a file in memory and nowhere else. The folder is
# root's alone; the file itself is for whatever user its container has.
fetch_secrets() {
  local name version answer
  mkdir -p "$run/secrets"
  chmod 0700 "$run/secrets"
  while IFS=' ' read -r name version; do
    answer=$(printf 'header = "Authorization: Bearer %s"\n' "$(token)" |
      curl --silent --show-error --fail --config - "https://secretmanager.googleapis.com/v1/$version:access")
    (umask 077 && sed -n 's/.*"data": *"\([^"]*\)".*/\1/p' <<<"$answer" | base64 --decode >"$run/secrets/$name.new")
    [[ -s $run/secrets/$name.new ]] || { say "$version has no value; add one, or name another version"; return 1; }
    chmod 0444 "$run/secrets/$name.new"
    mv "$run/secrets/$name.new" "$run/secrets/$name"
  done <"$folder/secrets"
}

pull() {
  export DOCKER_CONFIG=$run/docker
  token | docker login --username oauth2accesstoken --password-stdin "https://$(cut -d/ -f1 <<<"$1")" >/dev/null
  docker pull --quiet "$1" >/dev/null
}

note() {
  printf '%s\n' "$2" >"$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}

noted() {
  if [[ -f $folder/$1 ]]; then cat "$folder/$1"; fi
}

take() {
  local wanted=$1 current=$2
  pull "$wanted"
  if bring_up "$wanted"; then
    if [[ -n $current ]]; then note previous "$current"; fi
    note current "$wanted"
    rm -f "$folder/refused"
    say "runs $wanted"
    bash "$folder/prune-images.sh" "$folder" || say "old images were not removed"
    return
  fi
  if [[ -z $current ]]; then
    say "$wanted did not become healthy, and there is none before it; tried again in a minute"
    return 1
  fi
  note refused "$wanted"
  say "$wanted did not become healthy; going back to $current"
  bring_up "$current"
  return 1
}

main() {
  if (($# != 2)); then
    say "wants two folders; try: deploy.sh /var/lib/groundplan /run/groundplan"
    exit 2
  fi
  local wanted current
  folder=$1 run=$2
  mkdir -p "$run"
  wanted=$(metadata attributes/release)
  [[ $wanted =~ $RELEASE ]] || { say "the metadata value release is no image by digest: $wanted"; exit 1; }
  current=$(noted current)
  [[ $wanted != "$(noted refused)" ]] || wanted=$current
  if [[ $wanted == "$current" ]] && { [[ -z $current ]] || is_up; }; then return 0; fi
  fetch_secrets
  if [[ $wanted != "$current" ]]; then
    take "$wanted" "$current"
  else
    docker image inspect "$current" >/dev/null 2>&1 || pull "$current"
    bring_up "$current"
    say "runs $current again"
  fi
}

main "$@"
`;
}
