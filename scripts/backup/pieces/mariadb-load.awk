# Joins the rows of one table to statements of about a megabyte: one row a statement loads slowly.
# -v only=tables, or only=code with the line -v code= that parts them.
$0 == code { flush(); in_code = 1 }
in_code != (only == "code") { next }
!in_code && match(substr($0, 1, 400), /^INSERT INTO `([^`]|``)+` VALUES /) {
  head = substr($0, 1, RLENGTH)
  # Without the final semicolon.
  row = substr($0, RLENGTH + 1, length($0) - RLENGTH - 1)
  if (head == open && size < 1000000) {
    printf ",\n%s", row
  } else {
    flush()
    printf "%s%s", head, row
    open = head
    size = 0
  }
  size += length(row)
  next
}
{
  flush()
  print
}
END { flush() }
function flush() {
  if (open != "") print ";"
  open = ""
}
