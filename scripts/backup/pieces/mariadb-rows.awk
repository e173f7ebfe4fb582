# Counts the rows of each table in a dump that has one row a statement, and asks for the last line of it
# and of each of the dumps that it was put together from.
# -v code= and end=: the lines that part a dump. -v pass=yes: also prints what it reads; the counts then
# go to the file -v counts=, else to standard output.
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
END {
  if (cut || last != end) {
    print "error: the dump ends before its last line" > "/dev/stderr"
    exit 1
  }
  out = pass ? counts : "/dev/stdout"
  printf "" > out
  for (name in rows) print name "\t" rows[name] > out
}
