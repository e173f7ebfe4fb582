# From manifests and a bucket's listing to backups, oldest first. The order is that of the sequence
# in the manifest: names and times come from clocks that may jump.

# problem(objects): why a manifest does not make a backup; null where it does.
def problem($sizes):
  if (.schema? != 1) or (.objects? | type != "object") then "its manifest is not one of ours"
  else
    ([.objects[] | select($sizes[.name] != .bytes)
      | "\(.name) \(if $sizes[.name] then "has \($sizes[.name]) bytes instead of \(.bytes)" else "is missing" end)"]
    | if length == 0 then null else join(", ") end)
  end;

def backups($read; $objects):
  ($objects | map({key: .name, value: .bytes}) | from_entries) as $sizes
  | ($read | map(
      (.file | split("/") | last | rtrimstr(".manifest.json")) as $base
      | (.manifest | if type == "object" then . else {} end) as $manifest
      | ($manifest | problem($sizes)) as $problem
      | { id: ($manifest.id // $base), whole: ($problem == null), problem: $problem,
          manifest: (if $manifest == {} then null else $manifest end),
          name: ($manifest.name // "") }
    )) as $found
  | ($found | map(.manifest.objects? // {} | .[]? | .name) | map({key: ., value: true}) | from_entries) as $named
  | ($objects
      | map(select(.name | test("\\.(dump|globals\\.sql)(\\.age)?$")))
      | map(select($named[.name] | not))
      | map({ id: (.name | split("/") | last | sub("\\.(dump|globals\\.sql)(\\.age)?$"; "")),
              whole: false, problem: "\(.name) has no manifest", manifest: null, name: .name,
              created: .created })) as $loose
  | ($loose | sort_by(.name)) + ($found | sort_by(.manifest.sequence // 0, .name));
