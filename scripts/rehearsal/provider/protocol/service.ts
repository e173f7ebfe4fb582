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
    const { service } = root.Provider;
    const { GetProviderSchema: schemas } = service;
    // What is bytes already stays so: the answer is large, and the same at every command.
    const responseSerialize = (answer: object) =>
      answer instanceof Uint8Array ? Buffer.from(answer) : schemas!.responseSerialize(answer);
    loaded = { ...service, GetProviderSchema: { ...schemas!, responseSerialize } };
  }
  return loaded;
}

/**
 * The answer to GetProviderSchema as it travels, made of parts that need not be there at the same
 * time: one message after the other is the message of all of them.
 */
export function schemaBytes(parts: Iterable<object>): Uint8Array {
  const { GetProviderSchema: schemas } = providerService();
  const bytes: Buffer[] = [];
  for (const part of parts) bytes.push(schemas!.responseSerialize(part));
  return Buffer.concat(bytes);
}
