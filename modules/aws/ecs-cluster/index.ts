export * from "./cluster.ts";
export * from "./ecs-cluster.ts";
