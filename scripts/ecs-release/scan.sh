#!/usr/bin/env bash
#/ Waits for what ECR's scan found in an image, and stops at what is critical.
#/
#/ Usage: scan.sh --image NAME@DIGEST [--summary FILE]
#/
#/   --image NAME@DIGEST  in a repository that scans what is pushed
#/   --summary FILE       a table of what was found is added to it
#/   --help               prints this text
#/
#/ Environment: AWS's credentials and region. Prints how many findings of each severity there are.
#/ Needs aws and jq.
#/
#/ Exit codes: 0 nothing critical, 1 something is, or the scan does not end, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# shellcheck source=../image/options.sh
source "$(dirname "${BASH_SOURCE[0]}")/../image/options.sh"

# Of the registry and the repository: ECR asks for both apart.
names() {
  [[ $image =~ ^([0-9]{12})\.dkr\.ecr\.[^/]+/([^@]+)@(sha256:[0-9a-f]{64})$ ]] ||
    die 2 "--image must be <registry>/<repository>@sha256:<64 digits>, got '$image'"
  of=(--repository-name "${BASH_REMATCH[2]}" --image-id "imageDigest=${BASH_REMATCH[3]}")
}

# A scan begins some moments after the push.
await_scan() {
  local said tries=12
  until said=$(aws ecr wait image-scan-complete "${of[@]}" 2>&1); do
    if [[ $said != *ScanNotFoundException* ]] || ((--tries == 0)); then
      die 1 "the scan of $image does not end: ${said##*$'\n'}; look at the repository, and run this again"
    fi
    sleep 5
  done
}

tell() {
  jq -r '"| severity | finding | package |", "| --- | --- | --- |",
    (.imageScanFindings.findings[]? | [.severity, .name,
      ([.attributes[]? | select(.key == "package_name") | .value] | join(", "))]
      | "| " + join(" | ") + " |")' <<<"$found" >>"$1"
}

main() {
  local image summary of found critical
  read_options "image summary" "$@"
  names
  await_scan
  found=$(aws ecr describe-image-scan-findings "${of[@]}" --output json)
  if [[ -n $summary ]]; then tell "$summary"; fi
  jq -r '.imageScanFindings.findingSeverityCounts // {} | to_entries[] | "\(.key) \(.value)"' <<<"$found"
  critical=$(jq -r '[.imageScanFindings.findings[]? | select(.severity == "CRITICAL") | .name] | join(", ")' <<<"$found")
  [[ -z $critical ]] ||
    die 1 "$image is not released: $critical; take a base image or a package without it, and push again"
}

main "$@"
