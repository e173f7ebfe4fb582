export type { HostTask, TaskHostProps, TaskWatch } from "./props.ts";
export { DEFAULTS } from "./settle.ts";
export { TaskHost } from "./task-host.ts";
