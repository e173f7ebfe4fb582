/** `mount-data.sh DEVICE FOLDER`: mounts the data disk; makes a file system on one that has none. */
export const MOUNT_SCRIPT = String.raw`#!/usr/bin/env bash
#
# Mounts the data disk, and grows its file system after the disk. Makes a file system only on a disk
# that has nothing at all: what cannot be read is left alone.
#
# Usage: mount-data.sh DEVICE FOLDER
#
# Exit codes: 0 mounted, 1 failed, 2 used wrongly.

set -Eeuo pipefail
IFS=$'\n\t'

say() {
  printf 'mount-data: %s\n' "$1" >&2
}

main() {
  if (($# != 2)); then
    say "wants the device and the folder; try: mount-data.sh /dev/disk/by-id/google-data /mnt/disks/data"
    exit 2
  fi
  local device=$1 folder=$2 found=0
  blkid --probe "$device" >/dev/null || found=$?
  case $found in
    0) ;;
    2)
      say "makes a file system on $device, which has nothing"
      mkfs.ext4 -q -m 0 "$device"
      ;;
    *)
      say "cannot tell what is on $device: look at it before anything writes to it"
      exit 1
      ;;
  esac
  mkdir -p "$folder"
  mountpoint --quiet "$folder" || mount -o discard,noatime "$device" "$folder"
  resize2fs "$device" >/dev/null
}

main "$@"
`;
