import { fileURLToPath } from "node:url";
import { loadPackageDefinition, type ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

let loaded: ServiceDefinition | undefined;

/** The gRPC service of a Terraform provider, protocol 6. */
export function providerService(): ServiceDefinition {
  if (!loaded) {
    const definition = loadSync(fileURLToPath(new URL("tfplugin6.proto", import.meta.url)), {
      keepCase: true,
      longs: Number,
      enums: Number,
      bytes: Buffer,
      defaults: true,
    });
    const root = loadPackageDefinition(definition)["tfplugin6"] as unknown as {
      Provider: { service: ServiceDefinition };
    };
    loaded = root.Provider.service;
  }
  return loaded;
}
