#!/bin/sh
# Synthesizes every stack of every environment into cdktf.out, or into CDKTF_OUTDIR. Another app of
# the folder it is started in is synthesized with the path of its entry: `main.sh <main.ts>`.
#
# It opens the app's snapshot with no other Node before it, which saves a fifth of a synth and the
# memory of a process. Whatever the snapshot does not do, main.mjs does.
set -u

# What a snapshot ends with: run/exit-codes.mjs.
NOT_TAKEN=93
FAILED=94

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
here=$(cd -P "$here" && pwd)
case ${1-} in
  "") root=${here%/scripts/synth} entry=$root/environments/main.ts ;;
  /*) root=$PWD entry=$1 ;;
  *) root=$PWD entry=$PWD/$1 ;;
esac
node=$(command -v node) || {
  echo "synth: no node on PATH: install Node (package.json says which versions)" >&2
  exit 127
}

# The name of the app's snapshot, as snapshot/place.mjs makes it.
name() {
  set -f
  IFS=/.-
  # shellcheck disable=SC2086 # It is to be split.
  set -- $1
  IFS=-
  echo "$*"
}

# Evaluates the app in its snapshot, and passes signals on. A synth connects to nobody, and Node would
# read every certificate before it starts: a tenth of the time of a synth.
evaluate() {
  {
    unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
    # shellcheck disable=SC2086 # Flags have no blanks.
    exec "$node" $flags --snapshot-blob "$blob" "$entry"
  } <&0 &
  synth=$!
  trap 'kill -s INT "$synth"' INT
  trap 'kill -s TERM "$synth"' TERM
  while :; do
    wait "$synth"
    code=$?
    # A signal ends the waiting before the process.
    kill -0 "$synth" 2>/dev/null || return "$code"
  done
}

opened=$root/.cache/synth/$(name "${entry#"$root"/}").open
if [ "${GROUNDPLAN_FAST_SYNTH-}" != 0 ] && [ -f "$opened" ]; then
  # Written by snapshot/store.mjs.
  { IFS= read -r by && IFS= read -r blob && IFS= read -r flags; } <"$opened"
  if [ "$by" = "$node" ] && [ -f "$blob" ]; then
    evaluate
    code=$?
    case $code in
      1 | 134 | "$NOT_TAKEN") ;;
      "$FAILED") exit 1 ;;
      *) exit "$code" ;;
    esac
  fi
fi
exec "$node" "$here/main.mjs" "$entry" "$node"
