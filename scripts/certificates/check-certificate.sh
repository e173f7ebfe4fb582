#!/usr/bin/env bash
#/ Complains of a certificate that ends soon, or that a server was not told of.
#/
#/ Usage: check-certificate.sh --file FILE | --connect NAME[:PORT] [--days N]
#/
#/   --file FILE            certificate in PEM, the host's own first in it
#/   --connect NAME[:PORT]  server that shows one; the port is 443 unless it is said. With --file too, it
#/                          must show that very certificate: else it was renewed and nobody reloaded
#/   --days N               fewer days left than this is too few (14)
#/   --help                 prints this text
#/
#/ Says one JSON line on standard error. Reads nothing from the environment, touches nothing.
#/ Needs openssl and jq.
#/
#/ Exit codes: 0 good, 1 there is none to be read, 2 used wrongly, 15 ends too soon, 16 another is shown
set -Eeuo pipefail
IFS=$'\n\t'

readonly UNREADABLE=1 USED_WRONGLY=2 ENDS_SOON=15 NOT_SHOWN=16

# say OUTCOME MESSAGE [key=value...]
say() {
  local outcome=$1 message=$2
  shift 2
  jq -cn --arg time "$(date -u +%FT%TZ)" --arg outcome "$outcome" --arg message "$message" \
    '{$time, script: "check-certificate", $outcome, $message} + ($ARGS.positional
      | map(index("=") as $at | {key: .[:$at], value: .[$at + 1:]}) | from_entries)' \
    --args "$@" >&2
}

die() {
  local code=$1
  shift
  say failed "$@"
  exit "$code"
}

read_options() {
  file='' server='' days=14
  while (($# > 0)); do
    case $1 in
      --help)
        sed -n 's/^#\/ \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
      --file | --connect | --days)
        (($# > 1)) || die "$USED_WRONGLY" "$1 needs a value; see --help"
        case $1 in
          --file) file=$2 ;;
          --connect) server=$2 ;;
          --days) days=$2 ;;
        esac
        shift 2
        ;;
      *) die "$USED_WRONGLY" "unknown option $1; see --help" ;;
    esac
  done
  [[ -n $file$server ]] || die "$USED_WRONGLY" "give --file, --connect or both; see --help"
  [[ $days =~ ^[1-9][0-9]{0,3}$ ]] || die "$USED_WRONGLY" "--days must be a number from 1, got $days"
  [[ -z $server || $server =~ ^[A-Za-z0-9.-]+(:[0-9]+)?$ ]] ||
    die "$USED_WRONGLY" "--connect must be a name and perhaps a port, got $server"
}

shown() {
  local name=${1%:*} address=$1
  [[ $address == *:* ]] || address+=:443
  timeout 20 openssl s_client -connect "$address" -servername "$name" </dev/null 2>/dev/null |
    openssl x509 2>/dev/null ||
    die "$UNREADABLE" "$1 shows no certificate; does it answer, and by TLS?" "certificate=$1"
}

stored() {
  openssl x509 -in "$1" 2>/dev/null ||
    die "$UNREADABLE" "$1 holds no certificate that can be read; has certbot got one yet?" "certificate=$1"
}

fingerprint() { openssl x509 -noout -fingerprint -sha256 <<<"$1"; }

# check_end WHERE PEM
check_end() {
  local ends utc
  ends=$(date -u -d "$(openssl x509 -noout -enddate <<<"$2" | sed 's/^notAfter=//')" +%s)
  utc=$(date -u -d "@$ends" +%FT%TZ)
  ((ends - $(date -u +%s) >= days * 86400)) ||
    die "$ENDS_SOON" "$1 ends at $utc, in less than $days days; read why the last renewal failed" \
      "certificate=$1" "ends=$utc"
  say ok "$1 ends at $utc" "certificate=$1" "ends=$utc"
}

main() {
  local file server days in_file='' on_server=''
  read_options "$@"
  [[ -z $file ]] || in_file=$(stored "$file")
  [[ -z $server ]] || on_server=$(shown "$server")
  if [[ -n $file && -n $server && $(fingerprint "$in_file") != "$(fingerprint "$on_server")" ]]; then
    die "$NOT_SHOWN" "$server shows another certificate than $file; reload it" "certificate=$server"
  fi
  check_end "${server:-$file}" "${on_server:-$in_file}"
}

main "$@"
