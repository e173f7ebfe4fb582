# shellcheck shell=bash
# age: to public keys on the host, with the private key somewhere else.

encrypted() { [[ -n ${OPT[recipients]:-} ]]; }

# check_recipients: the file must hold public keys, and must not hold a private one.
check_recipients() {
  encrypted || return 0
  need age
  [[ -r ${OPT[recipients]} ]] ||
    die "$NOT_READY" "--recipients ${OPT[recipients]} cannot be read by $(id -un)"
  if grep -q '^AGE-SECRET-KEY' "${OPT[recipients]}"; then
    die "$NOT_READY" "${OPT[recipients]} holds a private key; keep it off this host and write the \
public key (age1...) instead"
  fi
  age --encrypt --recipients-file "${OPT[recipients]}" </dev/null >/dev/null 2>"$WORK/age.err" ||
    die "$CRYPT_FAILED" "${OPT[recipients]} is not usable: $(said "$WORK/age.err")"
}

# encrypt FROM TO
encrypt() {
  age --encrypt --recipients-file "${OPT[recipients]}" --output "$2" "$1" 2>"$WORK/age.err" ||
    die "$CRYPT_FAILED" "could not encrypt: $(said "$WORK/age.err")"
}

# decrypt FROM TO
decrypt() {
  need age
  [[ -n ${OPT[identity]:-} ]] ||
    die "$CRYPT_FAILED" "the backup is encrypted; name the file of a private key with --identity"
  age --decrypt --identity "${OPT[identity]}" --output "$2" "$1" 2>"$WORK/age.err" ||
    die "$CRYPT_FAILED" "the key in ${OPT[identity]} does not open the backup: \
$(said "$WORK/age.err"); it was encrypted to $(jq -r '.encryptedTo | join(", ")' "$MANIFEST")"
}

# The public keys, as JSON.
recipients_json() {
  if encrypted; then grep -v '^#' "${OPT[recipients]}" | jq -Rcn '[inputs | select(. != "")]'; else echo '[]'; fi
}
