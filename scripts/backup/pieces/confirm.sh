# shellcheck shell=bash
# Saying so: once for dev, twice for prod, before anything is touched.

# The options that a command with a target adds to its own.
# shellcheck disable=SC2034 # read by the commands
CONFIRM_OPTIONS="yes target-stage= confirm= change="

# check_confirmation VERB TARGET: complains about everything that is still to be said.
check_confirmation() {
  local target=$2
  [[ -z ${OPT[dry_run]:-} ]] || return 0
  if [[ -n ${OPT[target_stage]:-} && ${OPT[target_stage]} != "${OPT[stage]:-}" ]]; then
    complain "--target-stage is ${OPT[target_stage]}, but this job's stage is ${OPT[stage]:-unknown}"
  fi
  if [[ -n ${OPT[confirm]:-} && ${OPT[confirm]} != "$target" ]]; then
    complain "--confirm is ${OPT[confirm]}, but the target is $target"
  fi
  if [[ ${OPT[stage]:-} == prod ]]; then
    [[ -n ${OPT[target_stage]:-} ]] || complain "$1 $target is prod: say so with --target-stage prod"
    [[ -n ${OPT[change]:-} ]] || complain "$1 $target is prod: name the change with --change ID"
    [[ -n ${OPT[confirm]:-} || -t 0 ]] ||
      complain "$1 $target is prod: say it again with --confirm $target"
  else
    [[ -n ${OPT[yes]:-}${OPT[confirm]:-} || -t 0 ]] ||
      complain "$1 $target must be confirmed: type it on a terminal, or pass --yes"
  fi
}

# ask_for TARGET "what will happen": what was not said by options is typed.
ask_for() {
  local typed
  printf '%s\n' "$2" >&2
  [[ -z ${OPT[confirm]:-}${OPT[dry_run]:-} ]] || return 0
  [[ -z ${OPT[yes]:-} || ${OPT[stage]} == prod ]] || return 0
  printf 'Type %s to go on: ' "$1" >&2
  read -r typed || typed=""
  [[ $typed == "$1" ]] || die "$NOT_READY" "not confirmed (got \"$typed\"): nothing was touched"
}
