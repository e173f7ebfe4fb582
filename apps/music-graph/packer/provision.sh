#!/usr/bin/env bash
#/ Makes a bare Debian 13 into the image of music-graph's hosts. Safe to run again.
#/
#/ Usage: provision.sh --files DIR [--agent-repository URL]
#/
#/   --files DIR             holds packages.txt, certbot.txt, backup/, fetch-aws-credentials.sh and
#/                           check-certificate.sh; is not touched
#/   --agent-repository URL  where the Ops Agent comes from, with its key in doc/apt-key.gpg below;
#/                           default: https://packages.cloud.google.com/apt
#/
#/ Touches: packages, /opt/certbot, /opt/groundplan, /usr/local/bin, units in /etc/systemd/system. What
#/   one machine only may have is taken away: keys of SSH, its id, logs, caches.
#/
#/ Exit codes: 0 done, 1 failed, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

readonly CERTBOT=/opt/certbot
readonly OURS=/opt/groundplan
readonly AGENT_KEY=/etc/apt/keyrings/google-cloud.asc
readonly AGENT_SOURCE=/etc/apt/sources.list.d/google-cloud-ops-agent.sources
readonly WANTED=(packages.txt certbot.txt backup/backup.sh fetch-aws-credentials.sh check-certificate.sh)

files=""
agent_repository=https://packages.cloud.google.com/apt

say() { printf 'provision: %s\n' "$1" >&2; }

trap 'say "line $LINENO failed: $BASH_COMMAND; the image is not whole: begin again"; exit 1' ERR

read_options() {
  while (($#)); do
    case $1 in
      --help)
        sed -n 's/^#\/ \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
      --files) files=${2:-} ;;
      --agent-repository) agent_repository=${2:-} ;;
      *) say "unknown option $1; see --help" && exit 2 ;;
    esac
    shift "$(($# > 1 ? 2 : 1))"
  done
}

# Everything that is wrong, before anything is changed.
check_use() {
  local problems=() each
  [[ -n $files ]] || problems+=("--files must name the folder with what is put into the image")
  [[ $agent_repository =~ ^(https://|http://127\.0\.0\.1:) ]] ||
    problems+=("--agent-repository must be an https address, got $agent_repository")
  for each in "${WANTED[@]}"; do
    [[ -z $files || -s $files/$each ]] || problems+=("$files/$each is missing")
  done
  ((EUID == 0)) || problems+=("must run as root: it installs packages")
  grep -q '^VERSION_CODENAME=trixie$' /etc/os-release ||
    problems+=("this is no Debian 13: begin with an image of that family")
  ((${#problems[@]} == 0)) || {
    for each in "${problems[@]}"; do say "$each"; done
    exit 2
  }
}

packages() { sed 's/ *#.*//; /^$/d' "$files/packages.txt"; }

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --option APT::Update::Error-Mode=any \
    --option DPkg::Lock::Timeout=300 "$@"
}

# The key is trusted for this one repository alone.
add_agent_repository() {
  install -d -m 0755 "$(dirname "$AGENT_KEY")"
  curl --silent --show-error --fail --location --proto '=https,http' --proto-redir '=https' \
    --output "$AGENT_KEY.new" "$agent_repository/doc/apt-key.gpg"
  grep -q 'BEGIN PGP PUBLIC KEY' "$AGENT_KEY.new" ||
    { say "$agent_repository/doc/apt-key.gpg is no key" && return 1; }
  mv "$AGENT_KEY.new" "$AGENT_KEY"
  cat >"$AGENT_SOURCE" <<SOURCE
Types: deb
URIs: $agent_repository
Suites: google-cloud-ops-agent-trixie-2
Components: main
Signed-By: $AGENT_KEY
SOURCE
}

install_packages() {
  local wanted
  mapfile -t wanted < <(packages)
  add_agent_repository
  apt update
  apt upgrade --yes
  apt install --yes --no-install-recommends "${wanted[@]}" google-cloud-ops-agent
}

# Exactly what is listed, each with its hash; nothing is built here, nor compiled that nobody calls.
install_certbot() {
  python3 -m venv --clear "$CERTBOT"
  "$CERTBOT/bin/pip" install --quiet --no-cache-dir --no-compile --disable-pip-version-check \
    --require-hashes --only-binary :all: --requirement "$files/certbot.txt"
  ln -sf "$CERTBOT/bin/certbot" /usr/bin/certbot
}

# A host backs up. Drills and proofs run from the same image, elsewhere, with rights that no host has.
install_ours() {
  local user
  rm -rf "$OURS"
  install -d -m 0755 "$OURS/backup"
  install -m 0755 "$files"/{fetch-aws-credentials,check-certificate}.sh "$OURS/"
  install -m 0755 "$files"/backup/*.sh "$OURS/backup/"
  cp -R "$files/backup/pieces" "$OURS/backup/"
  chmod -R u=rwX,go=rX "$OURS/backup"
  install -m 0644 "$files"/backup/units/groundplan-backup*@.{service,timer} /etc/systemd/system/
  for user in groundplan-backup groundplan-drill; do
    id -u "$user" >/dev/null 2>&1 ||
      useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$user"
  done
}

# What is one machine's own, and what only the build needed.
clean_up() {
  apt clean
  rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /root/.cache /root/.bash_history
  rm -f /etc/ssh/ssh_host_*
  find /var/log -type f -exec truncate --size=0 {} +
  : >/etc/machine-id
  rm -f /var/lib/dbus/machine-id /var/lib/systemd/random-seed
}

main() {
  read_options "$@"
  check_use
  install_packages
  install_certbot
  install_ours
  clean_up
  say "done: $(docker --version), $(certbot --version 2>/dev/null)"
}

main "$@"
