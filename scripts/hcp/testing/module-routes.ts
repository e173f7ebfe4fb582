import { found, type Reply, type Route } from "./route.ts";
import type { Store } from "./store.ts";

/** Routes of the private registry: modules that are published by the API. */
export const moduleRoutes: readonly Route[] = [
  [
    "GET /organizations/:/registry-modules/private/:/:/:",
    ({ path: [, , name = "", provider = ""] }, { store }) =>
      found(store.modules.get(`${name}/${provider}`), (versions) => ({
        status: 200,
        data: documentOf(store, name, provider, versions),
      })),
  ],
  [
    "POST /organizations/:/registry-modules",
    ({ attributes }, { store }): Reply => {
      const { name, provider } = attributes as { readonly name: string; readonly provider: string };
      store.modules.set(`${name}/${provider}`, new Map());
      return { status: 201, data: documentOf(store, name, provider, new Map()) };
    },
  ],
  [
    "POST /organizations/:/registry-modules/private/:/:/:/versions",
    ({ path: [, , name = "", provider = ""], attributes }, { store, origin }) =>
      found(store.modules.get(`${name}/${provider}`), (versions) => {
        const id = store.id("modver");
        store.versions.set(id, { speculative: false });
        versions.set(String(attributes["version"]), id);
        const links = { upload: `${origin()}/archivist/uploads/${id}` };
        return { status: 201, data: { id, type: "registry-module-versions", attributes, links } };
      }),
  ],
];

function documentOf(
  store: Store,
  name: string,
  provider: string,
  versions: ReadonlyMap<string, string>,
) {
  const statuses = [...versions].map(([version, id]) => ({
    version,
    status: store.versions.get(id)?.bytes ? "ok" : "pending",
  }));
  const attributes = { name, provider, "version-statuses": statuses };
  return { id: `mod-${name}-${provider}`, type: "registry-modules", attributes };
}
