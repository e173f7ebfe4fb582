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

# A scan begins some moments after the push. Inspector goes on scanning what it has scanned: ACTIVE.
await_scan() {
  local said tries=60 unborn=12
  while ((tries-- > 0)); do
    if said=$(status 2>&1); then
      case $said in
        COMPLETE | ACTIVE) return ;;
        IN_PROGRESS | PENDING) ;;
        *) break ;;
      esac
    elif [[ $said != *ScanNotFoundException* ]] || ((--unborn == 0)); then
      break
    fi
    sleep 5
  done
  die 1 "the scan of $image does not end: ${said##*$'\n'}; look at the repository, and run this again"
}

status() {
  aws ecr describe-image-scan-findings "${of[@]}" --no-paginate \
    --query imageScanStatus.status --output text
}

# Each finding alike, whether ECR itself found it or Inspector did.
findings() {
  aws ecr describe-image-scan-findings "${of[@]}" --output json | jq '[.imageScanFindings
    | (.findings[]? | {severity, name,
        packages: [.attributes[]? | select(.key == "package_name") | .value]}),
      (.enhancedFindings[]? | {severity, name: (.packageVulnerabilityDetails.vulnerabilityId // .title),
        packages: [.packageVulnerabilityDetails.vulnerablePackages[]?.name] | unique})]'
}

tell() {
  jq -r '"| severity | finding | package |", "| --- | --- | --- |",
    (.[] | "| \(.severity) | \(.name) | \(.packages | join(", ")) |")' <<<"$found" >>"$1"
}

main() {
  local image summary of found critical
  read_options "image summary" "$@"
  names
  await_scan
  found=$(findings)
  if [[ -n $summary ]]; then tell "$summary"; fi
  jq -r 'group_by(.severity)[] | "\(.[0].severity) \(length)"' <<<"$found"
  critical=$(jq -r '[.[] | select(.severity == "CRITICAL") | .name] | join(", ")' <<<"$found")
  [[ -z $critical ]] ||
    die 1 "$image is not released: $critical; take a base image or a package without it, and push again"
}

main "$@"
