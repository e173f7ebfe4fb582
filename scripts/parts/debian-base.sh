#!/usr/bin/env bash
#/ Makes what a host's image is built from in tests, where no network is: a bare Debian 13, and the
#/ packages and wheels that provision.sh of apps/music-graph/packer installs into it.
#/
#/ Usage: debian-base.sh --lists DIR --out DIR
#/
#/   --lists DIR  holds packages.txt and certbot.txt
#/   --out DIR    gets base.tar, packages/ (a repository of Debian's) and wheels/; is made anew
#/
#/ Touches: --out. Needs root, debootstrap, dpkg-dev and pip; reads Debian's and Python's registries.
#/
#/ Exit codes: 0 done, 1 failed, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

readonly MIRROR=http://deb.debian.org/debian
# What Google's image of Debian has, as far as a provisioning script can tell.
readonly BASE=systemd-sysv,dbus,python3,curl,sudo,ca-certificates,openssh-server

lists="" out="" work=""

say() { printf 'debian-base: %s\n' "$1" >&2; }

read_options() {
  while (($#)); do
    case $1 in
      --help) sed -n 's/^#\/ \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      --lists) lists=${2:-} ;;
      --out) out=${2:-} ;;
      *) say "unknown option $1; see --help" && exit 2 ;;
    esac
    shift "$(($# > 1 ? 2 : 1))"
  done
  [[ -f $lists/packages.txt && -n $out ]] || { say "--lists and --out are required; see --help" && exit 2; }
}

make_base() {
  debootstrap --variant=minbase --include="$BASE" trixie "$work/root" "$MIRROR" >"$work/log" ||
    { tail -n 5 "$work/log" >&2 && return 1; }
  rm -f "$work/root"/var/cache/apt/archives/*.deb
  tar -C "$work/root" -cf "$work/out/base.tar" .
}

fetch_packages() {
  local wanted
  mapfile -t wanted < <(sed 's/ *#.*//; /^$/d' "$lists/packages.txt")
  cp /etc/resolv.conf "$work/root/etc/resolv.conf"
  chroot "$work/root" apt-get --quiet=2 update
  chroot "$work/root" apt-get --quiet=2 install --download-only --yes --no-install-recommends "${wanted[@]}" >/dev/null
  mv "$work/root"/var/cache/apt/archives/*.deb "$work/out/packages/"
  (cd "$work/out/packages" && dpkg-scanpackages . >Packages 2>"$work/log") || { cat "$work/log" >&2 && return 1; }
}

# For the image's Python, not for this machine's.
fetch_wheels() {
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --python-version 3.13 --implementation cp --abi cp313 --abi abi3 --abi none \
    --platform manylinux_2_34_x86_64 --platform manylinux_2_17_x86_64 --platform any \
    --dest "$work/out/wheels" --require-hashes --requirement "$lists/certbot.txt"
}

main() {
  read_options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/debian-base.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/out"/{packages,wheels}
  make_base
  fetch_packages
  fetch_wheels
  rm -rf "$out"
  mv "$work/out" "$out"
}

main "$@"
