#!/usr/bin/env bash
#/ Checks the application: lint and format (ruff), that models and migrations agree, Django's tests
#/ before a PostgreSQL of their own, and how much of it they run (coverage, at least 95 %).
#/
#/ Usage: check.sh [--help]
#/
#/ Makes .venv beside it where there is none, with exactly what requirements-dev.txt names. Reads nothing
#/ from the environment. Needs Python 3.11 or later and PostgreSQL's server programs.
#/
#/ Exit codes: 0 good, 1 something is not, 2 used wrongly
set -Eeuo pipefail
IFS=$'\n\t'

# What the application must be told; nothing listens there but the database.
surroundings() {
  unset "${!AWS_@}" "${!DATABASE_@}"
  export SECRET_KEY='a key of the tests, which opens nothing: 0123456789'
  export ALLOWED_HOSTS=testserver AWS_REGION=eu-west-1 COVERS_BUCKET=covers LOG_LEVEL=error
  export QUEUE_URL=http://127.0.0.1:1/queue SEARCH_URL=http://127.0.0.1:1
  export DATABASE_HOST=$PGHOST DATABASE_PORT=$PGPORT DATABASE_NAME=$PGDATABASE
  export DATABASE_USER=$PGUSER DATABASE_PASSWORD=unasked
  export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_EC2_METADATA_DISABLED=true
}

tests() {
  surroundings
  COVERAGE_FILE=$(mktemp)
  export COVERAGE_FILE
  trap 'rm -f "$COVERAGE_FILE"' EXIT
  .venv/bin/python manage.py makemigrations --check --dry-run
  .venv/bin/coverage run manage.py test --buffer
  .venv/bin/coverage report --skip-covered
}

main() {
  case ${1-} in
    '') ;;
    # Of itself, once there is a database.
    --before-postgres)
      tests
      exit
      ;;
    --help) sed -n 's/^#\/ \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "check: there is no option $1; see --help" >&2 && exit 2 ;;
  esac
  cd "$(dirname "${BASH_SOURCE[0]}")"
  export PYTHONDONTWRITEBYTECODE=1 RUFF_NO_CACHE=true
  if [[ ! -x .venv/bin/coverage ]]; then
    python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-dev.txt
  fi
  .venv/bin/ruff check .
  .venv/bin/ruff format --check .
  ../../../scripts/parts/with-postgres.sh ./check.sh --before-postgres
}

main "$@"
