/** What an image must have for whoever boots from it. Built by one, relied on by another. */
export interface ImageNeeds {
  /** Programs on root's PATH. */
  readonly programs: readonly string[];
  /** Units that systemd knows. */
  readonly units: readonly string[];
  /** Files by absolute path, that root may run. */
  readonly files: readonly string[];
}

/**
 * What this module's scripts call on Debian, beyond bash's own words. The machine looks for each at
 * every boot, the scripts' tests run with these alone, and whoever builds an image tests it by them.
 */
export const HOST_NEEDS: ImageNeeds = {
  programs: [
    ...["base64", "bash", "cat", "chmod", "curl", "cut", "docker", "env", "grep", "install"],
    ...["mkdir", "mv", "rm", "sed", "sort", "systemctl", "xargs"],
    ...["blkid", "mkfs.ext4", "mount", "mountpoint", "resize2fs"],
  ],
  units: ["docker.service", "google-cloud-ops-agent.service"],
  files: [],
};

/** Bash that ends with everything that this image lacks, before anything is written. */
export function needsCheck({ programs, units }: ImageNeeds): string {
  return `lacks=()
for each in ${programs.join(" ")}; do
  command -v "$each" >/dev/null || lacks+=("$each")
done
for each in ${units.join(" ")}; do
  systemctl cat "$each" >/dev/null 2>&1 || lacks+=("$each")
done
docker compose version >/dev/null 2>&1 || lacks+=("docker compose")
((\${#lacks[@]} == 0)) || {
  echo "this image lacks \${lacks[*]}: build the host's image, or name another one" >&2
  exit 1
}
`;
}
