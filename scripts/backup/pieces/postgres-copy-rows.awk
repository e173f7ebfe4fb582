# Rows of each table in the text of a dump: the lines between COPY and \.
!copying && /^COPY .* FROM stdin;$/ {
  name = $0
  sub(/^COPY /, "", name)
  # A name is quoted, with "" for a quote in it, or has no special character.
  match(name, /^("([^"]|"")*"|[^". ]+)\.("([^"]|"")*"|[^" ]+)/)
  name = substr(name, 1, RLENGTH)
  rows = 0
  copying = 1
  next
}
copying && /^\\\.$/ {
  print name "\t" rows
  copying = 0
  next
}
copying { rows++ }
END { if (copying) { print "a table ends within its rows" > "/dev/stderr"; exit 1 } }
