#!/usr/bin/env bash
#/ Pushes a change of an environment's values as a branch, and says where to open the pull request.
#/
#/ Usage: propose.sh --environment NAME --branch NAME --message TEXT
#/
#/   --environment NAME  whose values were changed: environments/NAME/environment.ts
#/   --branch NAME       a branch that is not there yet
#/   --message TEXT      what the commit says
#/   --help              prints this text
#/
#/ Environment: GH_TOKEN may push branches; GITHUB_SERVER_URL and GITHUB_REPOSITORY name the repository.
#/ A person opens the pull request: one that a job opens starts no checks. Needs git and gh.
#/
#/ Exit codes: 0 pushed, 1 not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# shellcheck source=options.sh
source "$(dirname "${BASH_SOURCE[0]}")/options.sh"

check_options() {
  file=environments/$environment/environment.ts
  [[ -f $file ]] || die 2 "--environment must be one of ours, got '$environment'"
  git check-ref-format --branch "$branch" >/dev/null 2>&1 || die 2 "--branch must be a name for one, got '$branch'"
  [[ -n $message ]] || die 2 "--message must say what is changed"
}

main() {
  local environment branch message
  read_options "environment branch message" "$@"
  check_options
  git diff --quiet -- "$file" && die 1 "$file is as it was: there is nothing to propose"
  gh auth setup-git
  git switch --quiet --create "$branch"
  git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
    commit --quiet --message "$message" -- "$file"
  git push --quiet origin "HEAD:refs/heads/$branch" ||
    die 1 "the branch $branch was not taken; if it is there already, open its pull request or delete it"
  echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/compare/$branch?expand=1"
}

main "$@"
