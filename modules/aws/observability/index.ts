export type { Alarm, Metric, Severity, Statistic } from "./alarm.ts";
export { Budget, type BudgetProps } from "./budget.ts";
export {
  type Channel,
  channelProblems,
  type MailChannel,
  type OnCallChannel,
  type SlackChannel,
} from "./channels.ts";
export { memoryGiBOf, postgresConnections } from "./database-class.ts";
export { DEFAULTS } from "./defaults.ts";
export type { NotificationTopics } from "./notification-topics.ts";
export { Notifications } from "./notifications.ts";
export type { NotificationsProps } from "./notifications-props.ts";
export { Observability } from "./observability.ts";
export type { AdoptedLogGroup, ObservabilityProps } from "./observability-props.ts";
export { onMetric, onShare, type Sign, type Watch } from "./watch.ts";
export { type WatchedCertificate, watchCertificate } from "./watch-certificate.ts";
export { type WatchedDatabase, watchDatabase } from "./watch-database.ts";
export { type WatchedLoadBalancer, watchLoadBalancer } from "./watch-load-balancer.ts";
export { type WatchedQueue, watchQueue } from "./watch-queue.ts";
export { type WatchedSchedule, watchSchedule } from "./watch-schedule.ts";
export { type WatchedSearch, watchSearch } from "./watch-search.ts";
export { type WatchedService, watchService } from "./watch-service.ts";
