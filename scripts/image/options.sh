# shellcheck shell=bash
# Sourced by the commands beside it: how they read their options, and how they end.

# die CODE TEXT: ends the command with a line that begins with its name.
die() {
  echo "$(basename "$0" .sh): $2" >&2
  exit "$1"
}

# read_options "NAME NAME..." "$@": sets a variable for each option, empty where it is not said.
# --help prints the comment that the command begins with.
read_options() {
  local names=" $1 " name
  for name in ${1// /$'\n'}; do printf -v "$name" ''; done
  shift
  while (($# > 0)); do
    [[ $1 != --help ]] || { sed -n 's/^#\/ \{0,1\}//p' "$0" && exit 0; }
    [[ $1 == --* && $names == *" ${1#--} "* ]] || die 2 "there is no option $1; see --help"
    (($# > 1)) || die 2 "$1 wants a value; see --help"
    printf -v "${1#--}" %s "$2"
    shift 2
  done
}
