# shellcheck shell=bash
# Room on disk, and sizes that look odd.

# median_size: of the last seven backups that this host made; nothing where there is none.
median_size() {
  [[ -s $STATE/sizes ]] || return 0
  tail -n 7 "$STATE/sizes" | sort -n | awk '{ size[NR] = $1 } END { print size[int((NR + 1) / 2)] }'
}

# check_space BYTES WHAT
check_space() {
  local free
  free=$(df --output=avail -B1 "$WORK" | tail -n 1 | tr -d ' ')
  ((free >= $1)) ||
    die "$NOT_READY" "${OPT[work]} has $(human "$free") free and $2 needs $(human "$1"); \
make room, or name another folder with --work"
}

# odd_size BYTES: a sentence where the size is far from the median, nothing where it is not.
odd_size() {
  local median percent=${OPT[size_change_percent]}
  median=$(median_size)
  [[ -n $median && $median -gt 0 ]] || return 0
  if (($1 * 100 < median * (100 - percent) || $1 * 100 > median * (100 + percent))); then
    printf '%s is more than %s %% from the median of the last backups (%s)' \
      "$(human "$1")" "$percent" "$(human "$median")"
  fi
}

# full: says so where a disk without room is the likely reason of a failure.
full() {
  local free
  free=$(df --output=avail -B1 "$WORK" | tail -n 1 | tr -d ' ')
  ((free > 65536)) || printf ' (%s is full: make room, or name another folder with --work)' "${OPT[work]}"
}
