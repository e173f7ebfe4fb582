import { fileURLToPath } from "node:url";
import {
  loadPackageDefinition,
  type MethodDefinition,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { providerService } from "../../provider/protocol/service.ts";
import type { Protocol } from "./launch.ts";

/** Names of the calls in protocol 5; their messages have the same numbers in both. */
const NAMES_IN_5: Readonly<Record<string, string>> = {
  ValidateResourceConfig: "ValidateResourceTypeConfig",
  ConfigureProvider: "Configure",
};

/** How a call of protocol 6 is made in the protocol that a provider speaks. */
export function methodOf(
  call: string,
  protocol: Protocol,
): Pick<MethodDefinition<object, object>, "path" | "requestSerialize" | "responseDeserialize"> {
  if (protocol === 5 && call === "GetProviderSchema") return schemaService()["GetSchema"]!;
  const method = providerService()[call]!;
  if (protocol === 6) return method;
  return { ...method, path: `/tfplugin5.Provider/${NAMES_IN_5[call] ?? call}` };
}

let loaded: ServiceDefinition | undefined;

function schemaService(): ServiceDefinition {
  if (!loaded) {
    const definition = loadSync(fileURLToPath(new URL("schema5.proto", import.meta.url)), {
      keepCase: true,
      longs: Number,
      bytes: Buffer,
      defaults: true,
    });
    const root = loadPackageDefinition(definition)["tfplugin5"] as unknown as {
      Provider: { service: ServiceDefinition };
    };
    loaded = root.Provider.service;
  }
  return loaded;
}
