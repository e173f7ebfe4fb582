/** The public registries whose addresses a configuration may name. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"] as const;

/**
 * The value of TF_REATTACH_PROVIDERS: Terraform uses these running providers and installs none.
 *
 * @param ports port on loopback by `<namespace>/<name>` of the provider
 */
export function reattachValue(ports: Readonly<Record<string, number>>, pid: number): string {
  const entries = Object.entries(ports).flatMap(([name, port]) =>
    REGISTRIES.map((registry) => [
      `${registry}/${name}`,
      {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: pid,
        // Tells Terraform that the process is not its own: it never kills it.
        Test: true,
        Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
      },
    ]),
  );
  return JSON.stringify(Object.fromEntries(entries));
}
