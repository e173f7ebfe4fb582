#!/usr/bin/env bash
#
# Prints short-lived AWS credentials of a role, for the identity of this Google machine.
#
# Asks the metadata server for a token of the machine's service account, trades it at AWS STS
# (AssumeRoleWithWebIdentity) and prints what `credential_process` in an AWS configuration wants.
# Needs bash and curl; neither the AWS command line nor jq.
#
# Usage: fetch-aws-credentials.sh --role-arn ARN --audience TEXT --region REGION [options]
#
#   --role-arn ARN          role to act with
#   --audience TEXT         audience that the role trusts
#   --region REGION         region whose STS is asked
#   --session-name NAME     name of the session in CloudTrail (certbot)
#   --duration-seconds N    900 to the role's longest session (3600)
#   --metadata-url URL      Google's metadata server (http://metadata.google.internal)
#   --sts-url URL           STS, by https or on this machine (https://sts.REGION.amazonaws.com)
#   --help                  prints this text
#
# Reads nothing from the environment. Writes nothing but standard output.
# Exit codes: 0 printed, 1 failed, 2 used wrongly.

set -Eeuo pipefail
IFS=$'\n\t'

readonly NAME=fetch-aws-credentials
readonly JWT='^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'

say() {
  TZ=UTC printf '%(%FT%TZ)T %s: %s\n' -1 "$NAME" "$1" >&2
}

fail() {
  say "$1"
  exit 1
}

misused() {
  say "$1; try --help"
  exit 2
}

print_help() {
  local line
  while IFS= read -r line && [[ $line == '#'* ]]; do
    [[ $line != '#!'* ]] || continue
    line=${line#\#}
    printf '%s\n' "${line# }"
  done <"${BASH_SOURCE[0]}"
}

read_options() {
  role_arn='' audience='' region='' session_name=certbot duration_seconds=3600
  metadata_url=http://metadata.google.internal sts_url=''
  while (($# > 0)); do
    case $1 in
      --help) print_help && exit 0 ;;
      --role-arn | --audience | --region | --session-name | --duration-seconds | --metadata-url | --sts-url)
        (($# > 1)) || misused "$1 needs a value"
        local variable=${1#--}
        printf -v "${variable//-/_}" '%s' "$2"
        shift 2
        ;;
      *) misused "unknown option $1" ;;
    esac
  done
  [[ -n $sts_url ]] || sts_url="https://sts.$region.amazonaws.com"
}

check_options() {
  [[ $role_arn =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$ ]] ||
    misused "--role-arn must be the ARN of a role"
  [[ -n $audience ]] || misused "--audience must be given"
  [[ $region =~ ^[a-z]{2}(-[a-z]+)+-[0-9]$ ]] || misused "--region must be a region"
  [[ $session_name =~ ^[A-Za-z0-9_+=,.@-]{2,64}$ ]] ||
    misused "--session-name must be 2 to 64 letters, digits and _ + = , . @ -"
  [[ $duration_seconds =~ ^[0-9]{3,5}$ ]] || misused "--duration-seconds must be a number"
  [[ $sts_url =~ ^(https://|http://127\.0\.0\.1[:/]) ]] ||
    misused "--sts-url must begin with https://, as a token goes there"
  command -v curl >/dev/null || fail "curl is missing; install it"
}

# The token goes to the next step by a variable and a pipe, never as an argument: those are in `ps`.
fetch_token() {
  local answer
  answer=$(curl -q --silent --show-error --fail --noproxy '*' --max-time 10 --get \
    --header 'Metadata-Flavor: Google' --data-urlencode "audience=$audience" \
    "$metadata_url/computeMetadata/v1/instance/service-accounts/default/identity") ||
    fail "no token from $metadata_url; does this machine run on Google Cloud with a service account?"
  [[ $answer =~ $JWT ]] || fail "$metadata_url answered with something that is no token"
  printf '%s' "$answer"
}

assume_role() {
  printf 'WebIdentityToken=%s' "$1" |
    curl -q --silent --show-error --max-time 20 --retry 2 \
      --data 'Action=AssumeRoleWithWebIdentity' --data 'Version=2011-06-15' \
      --data-urlencode "RoleArn=$role_arn" --data-urlencode "RoleSessionName=$session_name" \
      --data "DurationSeconds=$duration_seconds" --data @- "$sts_url/" ||
    fail "no answer from $sts_url; is the way out to it open?"
}

element() {
  local pattern="<$1>([^<]*)</$1>"
  [[ $2 =~ $pattern ]] || return 1
  printf '%s' "${BASH_REMATCH[1]}"
}

field() {
  local value
  value=$(element "$1" "$2") && [[ $value =~ ^[A-Za-z0-9+/=:._-]+$ ]] ||
    fail "STS answered without a good $1; ask again"
  printf '%s' "$value"
}

print_credentials() {
  local answer=$1 code message key secret session until
  if code=$(element Code "$answer"); then
    message=$(element Message "$answer") || message='no message'
    fail "STS refused $role_arn: $code, $message; compare unique id and audience with the role's trust"
  fi
  key=$(field AccessKeyId "$answer")
  secret=$(field SecretAccessKey "$answer")
  session=$(field SessionToken "$answer")
  until=$(field Expiration "$answer")
  printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}\n' \
    "$key" "$secret" "$session" "$until"
}

main() {
  local role_arn audience region session_name duration_seconds metadata_url sts_url token answer
  read_options "$@"
  check_options
  token=$(fetch_token)
  answer=$(assume_role "$token")
  print_credentials "$answer"
}

main "$@"
