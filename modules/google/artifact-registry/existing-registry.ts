import type { Construct } from "constructs";
import { Registry, type RepositoryReference } from "./registry.ts";
import type { RegistryAddress } from "./registry-url.ts";

/**
 * A repository that another stack made, by its names alone. It makes nothing but grants, so that a
 * grant can live with its grantee.
 */
export class ExistingRegistry extends Registry {
  protected readonly reference: RepositoryReference;

  constructor(scope: Construct, id: string, address: RegistryAddress) {
    super(scope, id, address);
    const { project, location, name } = address;
    this.reference = { project, location, repository: name };
  }
}
