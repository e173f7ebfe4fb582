# shellcheck shell=bash
# Options: long words, from `--config FILE` (one a line, without dashes) and from the command line,
# which wins. Everything that is wrong is told at once.

declare -gA OPT=()
PROBLEMS=()

# What a job's file may hold and every command knows. `name=` takes a value.
JOB_OPTIONS=(store= store-endpoint= gcs-tool= environment= stage= database= engine= db-host= db-port=
  db-user= pgpass= my-cnf= container= tiers= state= work= log= ping-file= recipients= max-age-hours=
  drill-max-age-days= size-change-percent= hashes)

complain() { PROBLEMS+=("$1"); }

print_help() { sed -n 's/^#\/ \{0,1\}//p' "$0"; }

# read_options "own options" ARGUMENT...
read_options() {
  local -a own arguments
  local at config=""
  IFS=' ' read -r -a own <<<"$1"
  shift
  arguments=("$@")
  for ((at = 0; at < $#; at++)); do
    [[ ${arguments[at]} != --help ]] || { print_help && exit 0; }
    [[ ${arguments[at]} != --config ]] || config=${arguments[at + 1]:-}
  done
  [[ -z $config ]] || read_config "$config"
  KNOWN=(config= dry-run help "${JOB_OPTIONS[@]}" "${own[@]}")
  while (($#)); do
    take_option "$@"
    shift "$TAKEN"
  done
}

read_config() {
  local line IFS=' '
  [[ -r $1 ]] || { complain "--config must be a file that can be read, got $1" && return 0; }
  KNOWN=("${JOB_OPTIONS[@]}")
  while IFS= read -r line || [[ -n $line ]]; do
    line=$(trimmed "$line")
    [[ -n $line && $line != \#* ]] || continue
    # A word that takes no value: "name", "name = yes" or "name = no".
    if [[ $line =~ =[[:space:]]*no$ && " ${KNOWN[*]} " == *" $(trimmed "${line%%=*}") "* ]]; then continue; fi
    take_option "--$(trimmed "${line%%=*}")" "$(trimmed "${line#*=}")"
  done <"$1"
}

# trimmed TEXT: without the blanks around it.
trimmed() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# take_option --NAME [VALUE]: sets TAKEN to how many words it was.
take_option() {
  local name=${1#--} known
  TAKEN=1
  if [[ $1 != --* ]]; then
    complain "$1 is no option; everything is said by options here"
    return 0
  fi
  for known in "${KNOWN[@]}"; do
    if [[ $known == "$name=" ]]; then
      (($# > 1)) || { complain "--$name takes a value" && return 0; }
      OPT[${name//-/_}]=$2
      TAKEN=2
      return 0
    fi
    [[ $known != "$name" ]] || { OPT[${name//-/_}]=yes && return 0; }
  done
  complain "--$name is unknown; known are $(printf -- '--%s ' "${KNOWN[@]%=}")"
}

# must NAME PATTERN "rule": complains of an option that is missing or does not fit.
must() {
  local value=${OPT[${1//-/_}]:-}
  if [[ -z $value ]]; then
    complain "--$1 is required: it must be $3"
  elif [[ ! $value =~ $2 ]]; then
    complain "--$1 must be $3, got $value"
  fi
}

# may NAME DEFAULT PATTERN "rule"
may() {
  local key=${1//-/_}
  OPT[$key]=${OPT[$key]:-$2}
  [[ -z ${OPT[$key]} ]] || must "$1" "$3" "$4"
}

# Options that say something to one engine only.
readonly OF_ONE_ENGINE=(pgpass=postgres maintenance-database=postgres my-cnf=mariadb)

check_engine_options() {
  local each name
  for each in "${OF_ONE_ENGINE[@]}"; do
    name=${each%=*}
    [[ -z ${OPT[${name//-/_}]:-} || ${OPT[engine]} == "${each#*=}" ]] ||
      complain "--$name is for ${each#*=} alone, and this job's engine is ${OPT[engine]}; leave it out"
  done
}

# What every command needs to know of its job.
check_job_options() {
  must store '^(gs|s3)://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$' "gs://BUCKET or s3://BUCKET"
  must environment '^[a-z][a-z0-9-]{0,30}$' "a name of lower-case letters, digits and dashes"
  must stage '^(dev|prod)$' "dev or prod"
  must database '^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$' \
    "at most 40 letters, digits, _ and -: restoring adds a suffix to it"
  may engine postgres '^(postgres|mariadb)$' "postgres or mariadb"
  check_engine_options
  may gcs-tool "" '^(gcloud|rclone)$' "gcloud or rclone"
  may tiers daily=daily/ '^([a-z]+=[a-z0-9][a-z0-9/_-]*/)(,[a-z]+=[a-z0-9][a-z0-9/_-]*/)*$' \
    "tier=prefix/, separated by commas: daily=daily/,weekly=weekly/"
  may state /var/lib/groundplan-backup '^/' "an absolute path"
  may work "${OPT[state]}/work" '^/' "an absolute path"
  may log "$([[ -t 2 ]] && echo text || echo json)" '^(text|json)$' "text or json"
  may max-age-hours 26 '^[1-9][0-9]*$' "a whole number of hours"
  may drill-max-age-days 8 '^[1-9][0-9]*$' "a whole number of days"
  may size-change-percent 50 '^[1-9][0-9]*$' "a whole number of percent"
}

# Ends the run when anything was wrong.
stop_when_wrong() {
  ((${#PROBLEMS[@]})) || return 0
  PROBLEMS+=("see --help")
  printf '%s\n' "${PROBLEMS[@]/#/$SCRIPT: }" >&2
  exit "$USED_WRONGLY"
}
