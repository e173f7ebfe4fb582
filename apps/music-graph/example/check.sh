#!/usr/bin/env bash
#/ Checks the application: lint and format (ruff), tests before a PostgreSQL of their own (pytest), and
#/ how much of it they run (coverage, at least 95 %).
#/
#/ Usage: check.sh [--help]
#/
#/ Makes .venv beside it where there is none, with exactly what requirements-dev.txt names. Reads nothing
#/ from the environment. Needs Python 3.11 or later and PostgreSQL's server programs.
#/
#/ Exit codes: 0 good, 1 something is not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

main() {
  case ${1-} in
    '') ;;
    --help) sed -n 's/^#\/ \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "check: there is no option $1; see --help" >&2 && exit 2 ;;
  esac
  cd "$(dirname "${BASH_SOURCE[0]}")"
  export PYTHONDONTWRITEBYTECODE=1 RUFF_NO_CACHE=true COVERAGE_FILE
  if [[ ! -x .venv/bin/pytest ]]; then
    python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-dev.txt
  fi
  .venv/bin/ruff check .
  .venv/bin/ruff format --check .
  COVERAGE_FILE=$(mktemp)
  trap 'rm -f "$COVERAGE_FILE"' EXIT
  .venv/bin/coverage run -m pytest --quiet
  .venv/bin/coverage report
}

main "$@"
