# Which backups may go. Time is that of the newest proven backup, not of the wall: when backups stop
# nothing grows old, and a clock that jumps ahead ages nothing.

def seconds: fromdateiso8601;

# How many proven backups are newer than this sequence; one in several tiers counts once.
def newer($proven; $sequence): [$proven[] | select(.sequence > $sequence) | .id] | unique | length;

# plan($now; $keep; $verified; $least): what may go of the input (backups, oldest first), each with
# its names in the order of their removal. $keep: days by tier. $verified: {id, sha256} that were
# read or restored. $least: proven backups that stay, all of them newer.
def plan($now; $keep; $verified; $least):
  ($verified | map({key: .id, value: .sha256}) | from_entries) as $hashes
  | map(select(.whole) | .manifest | select($hashes[.id] == .objects.dump.sha256)) as $proven
  | ($proven | map(.finished | seconds) | (if length == 0 then null else [.[-1], $now] | min end)) as $today
  | if $today == null or $least < 1 then [] else
      map(
        if .manifest then
          .manifest as $manifest
          | select($keep[$manifest.tier // ""] // 0 | . >= 1 and
              ($today - ($manifest.finished | seconds)) > . * 86400)
          | select(newer($proven; $manifest.sequence) >= $least)
          | {id, names: ([$manifest.name] + [$manifest.objects[]?.name])}
        elif .created then
          # What a run that failed left behind, once it is certain that it does not run any more.
          (.created | sub("\\.[0-9]+"; "") | sub("\\+00:?00$"; "Z") | try seconds catch $today) as $made
          | select(($today - $made) > 2 * 86400)
          | select(([$proven[] | select((.finished | seconds) > $made) | .id] | unique | length) >= $least)
          | {id, names: [.name]}
        else empty end)
    end;
