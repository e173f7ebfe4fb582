#!/usr/bin/env bash
#/ Logs a job of Semaphore in to the clouds of an environment, with the job's own token: no key.
#/
#/ Usage: . scripts/identity/log-in.sh <environment> plan|apply
#/
#/ It is sourced: the variables that it sets are for the commands that come after it. The token and the
#/ configuration that names it lie in files that only this user may read.
#/
#/ Environment:
#/   SEMAPHORE_OIDC_TOKEN  the job's token, which Semaphore gives to every job
#/
#/ Sets: AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE, AWS_REGION, GOOGLE_APPLICATION_CREDENTIALS

groundplan_log_in() {
  local identity folder role provider account
  if [[ -z ${SEMAPHORE_OIDC_TOKEN:-} ]]; then
    printf 'log-in: SEMAPHORE_OIDC_TOKEN is not set, so this is no job of Semaphore; nothing was set\n' >&2
    return 1
  fi
  identity=$(npx infra identity "$1" "$2" --ci semaphore --json) || return 1
  folder=$(umask 077 && mktemp -d) || return 1
  (umask 077 && printf '%s' "$SEMAPHORE_OIDC_TOKEN" >"$folder/token") || return 1
  role=$(jq -r '.aws.role // empty' <<<"$identity")
  if [[ -n $role ]]; then
    AWS_REGION=$(jq -r .aws.region <<<"$identity")
    export AWS_REGION AWS_ROLE_ARN="$role" AWS_WEB_IDENTITY_TOKEN_FILE="$folder/token"
  fi
  provider=$(jq -r '.google.provider // empty' <<<"$identity")
  if [[ -n $provider ]]; then
    account=$(jq -r .google.account <<<"$identity")
    jq -n --arg provider "$provider" --arg account "$account" --arg token "$folder/token" '{
      type: "external_account",
      audience: "//iam.googleapis.com/\($provider)",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      service_account_impersonation_url:
        "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/\($account):generateAccessToken",
      credential_source: {file: $token}
    }' >"$folder/google.json" || return 1
    export GOOGLE_APPLICATION_CREDENTIALS="$folder/google.json"
  fi
}

groundplan_log_in "$@"
