# Counts the rows of each table in a dump that has one row a statement, and asks for the last line of it
# and of each of the dumps that it was put together from.
# -v code= and end=: the lines that part a dump. -v pass=yes: also prints what it reads; the counts then
# go to the file -v counts=, else to standard output. -v hashes=FILE: also a hash of each table's rows as
# they come, by way of that file, where one line a table is left.
pass { print }
{ last = $0 }
/^-- MariaDB dump / { open = 1 }
/^-- Dump completed/ { open = 0 }
open && ($0 == code || $0 == end) { cut = 1 }
$0 == code { in_code = 1 }
in_code || !/^(CREATE TABLE|INSERT INTO) `/ { next }
{
  # A row may be long, a name is not. A quote in it is doubled.
  match(substr($0, 1, 400), /`([^`]|``)+`/)
  name = substr($0, RSTART + 1, RLENGTH - 2)
  gsub(/``/, "`", name)
  rows[name] += /^INSERT/
}
hashes && /^INSERT/ {
  if (name != hashed) {
    if (hashed != "") close(pipe)
    hashed = tables[++count] = name
    pipe = "sha256sum >>'" hashes "'"
  }
  print | pipe
}
END {
  if (cut || last != end) {
    print "error: the dump ends before its last line" > "/dev/stderr"
    exit 1
  }
  if (hashed != "") close(pipe)
  for (at = 1; at <= count && (getline line < hashes) > 0; at++) hash[tables[at]] = "\t" substr(line, 1, 64)
  out = pass ? counts : "/dev/stdout"
  printf "" > out
  for (name in rows) print name "\t" rows[name] hash[name] > out
}
