export { DEFAULTS } from "./defaults.ts";
export { ImageCache, type ImageCacheProps } from "./image-cache.ts";
export * from "./registry-settings.ts";
export * from "./registry-settings-props.ts";
export type { Upstream } from "./upstreams.ts";
