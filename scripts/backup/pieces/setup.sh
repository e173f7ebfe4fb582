# shellcheck shell=bash
# The nine things that a host needs before its first backup. All are looked at, whatever fails.

SETUP_FAILED=0
PROBE="$(date -u +%Y%m%dT%H%M%SZ)-$$"

# check_setup: prints a line for each, on standard output.
check_setup() {
  point "programs are installed" setup_programs
  point "database answers, client is not older" setup_database
  point "role reads every table" setup_rights
  point "state and work folders are writable" setup_folders
  point "disk has room for a dump" setup_room
  point "public keys are usable" setup_keys
  point "store takes a new object" setup_create
  point "store refuses to overwrite, list, read and delete" setup_refusals
  point "timer is on, clock is right" setup_schedule
  ((SETUP_FAILED == 0)) ||
    die "$NOT_READY" "$SETUP_FAILED of 9 points failed; each line above names its cure"
}

# point NAME FUNCTION: the function runs apart, so that its end is not ours.
point() {
  local why
  if why=$(trap - ERR && exec 2>/dev/null && "$2"); then
    printf 'ok    %s\n' "$1"
  else
    SETUP_FAILED=$((SETUP_FAILED + 1))
    if [[ -s $WORK/died ]]; then why=$(<"$WORK/died"); fi
    rm -f "$WORK/died"
    printf 'FAIL  %s: %s\n' "$1" "$why"
  fi
}

setup_programs() {
  need jq curl flock timeout sha256sum numfmt
  engine_programs
}

setup_database() { engine_check; }

setup_rights() {
  local tables
  tables=$(engine_unreadable 2>/dev/null) || { echo "the database does not answer" && return 1; }
  [[ -z $tables ]] || { echo "run: $(cut -f 2 <<<"$tables" | sed 's/$/;/' | paste -sd ' ')" && return 1; }
}

setup_folders() {
  local folder
  for folder in "$STATE" "${OPT[work]}"; do
    touch "$folder/.probe" && rm "$folder/.probe" ||
      { echo "run: chown -R $(id -un) $folder" && return 1; }
  done
}

setup_room() {
  local bytes
  bytes=$(engine_bytes) || { echo "the database does not answer" && return 1; }
  check_space "$((bytes * 3 / 2))" "a dump"
}

setup_keys() {
  check_recipients
  [[ -n ${OPT[recipients]:-} || ${OPT[stage]} != prod ]] ||
    echo "not encrypted" # said, and no failure: the bucket encrypts at rest
}

probe_name() { printf '%s%s/%s/probes/%s' "$(first_prefix)" "${OPT[environment]}" "${OPT[database]}" "$PROBE"; }

setup_create() {
  local code=0
  printf 'probe\n' >"$WORK/probe"
  store_put "$WORK/probe" "$(probe_name)" || code=$?
  ((code == 0)) || { store_why "$code" "$(probe_name)" && return 1; }
}

# What the writer must not be able to do: whoever takes this host over could do it too.
setup_refusals() {
  local name wrong=""
  name=$(probe_name)
  wrong+=$(refused overwrite store_put "$WORK/probe" "$name")
  wrong+=$(refused list store_list "${name%/*}/")
  wrong+=$(refused read read_back "$name")
  wrong+=$(refused delete store_delete "$name")
  [[ -z $wrong ]] || { echo "this identity ${wrong%, }; leave it $RIGHT_TO_CREATE alone" && return 1; }
}

# read_back NAME: rclone makes a folder of what it may list and not read.
read_back() {
  store_get "$1" "$WORK/read-back" || return
  [[ -f $WORK/read-back ]] || return "$DENIED"
}

# refused VERB COMMAND...: silent where the store refuses for want of a right. The object is there: that it
# is not found is a refusal too, but of a list, which then was answered. rclone deletes only what it may
# read; that overwriting was refused speaks for it, for that takes the right to delete.
refused() {
  local code=0
  "${@:2}" >/dev/null || code=$?
  case $code in
    0) printf 'may %s, ' "$1" ;;
    "$DENIED" | "$EXISTS") ;;
    "$ABSENT") [[ $1 != list ]] || printf 'may %s, ' "$1" ;;
    *) printf 'got no clear answer when it tried to %s, ' "$1" ;;
  esac
}

setup_schedule() {
  local there skew
  if [[ ${OPT[timer]} != none ]]; then
    [[ -d /run/systemd/system ]] ||
      { echo "no systemd here: start backup.sh by another scheduler, and pass --timer none" && return 1; }
    systemctl is-active --quiet "${OPT[timer]}" ||
      { echo "run: systemctl enable --now ${OPT[timer]}" && return 1; }
  fi
  there=$(curl --silent --show-error --head --max-time 10 "$STORE_CLOCK" | sed -n 's/^[Dd]ate: //p' | tr -d '\r')
  [[ -n $there ]] || { echo "$STORE_CLOCK does not answer; look at the network" && return 1; }
  skew=$(($(now) - $(date -u -d "$there" +%s)))
  ((${skew#-} <= 60)) ||
    { echo "the clock is $skew seconds from the store's; run: timedatectl set-ntp true" && return 1; }
}
