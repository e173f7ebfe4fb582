export { DEFAULTS } from "./defaults.ts";
export { Queue, queueProblems } from "./queue.ts";
export type { QueueProps } from "./queue-props.ts";
export { ExistingQueue, QueueStore } from "./queue-store.ts";
