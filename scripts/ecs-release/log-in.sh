#!/usr/bin/env bash
#/ Logs Docker in to registries on ECR, with the credentials of the job. The password passes through no
#/ argument and no variable.
#/
#/ Usage: log-in.sh --hosts "HOST HOST..."
#/
#/   --hosts HOSTS  111122223333.dkr.ecr.eu-west-1.amazonaws.com, several parted by blanks
#/   --help         prints this text
#/
#/ Environment: AWS's credentials and region. Needs aws and docker.
#/
#/ Exit codes: 0 logged in, 1 not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# shellcheck source=../image/options.sh
source "$(dirname "${BASH_SOURCE[0]}")/../image/options.sh"

main() {
  local hosts host
  read_options "hosts" "$@"
  [[ -n $hosts ]] || die 2 "--hosts must name a registry"
  for host in ${hosts// /$'\n'}; do
    [[ $host == *.dkr.ecr.*.amazonaws.com ]] || die 2 "--hosts must name registries on ECR, got '$host'"
    aws ecr get-login-password | docker login --username AWS --password-stdin "$host" >&2
  done
}

main "$@"
