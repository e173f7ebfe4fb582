/** Major versions that RDS and Aurora run and whose parameters are known here. */
export type PostgresVersion = 14 | 15 | 16 | 17;

/** Versions that have a parameter, where not all do. */
interface Span {
  readonly since?: number;
  readonly until?: number;
}

const words = (text: string) => text.trim().split(/\s+/);

/**
 * Parameters that take effect when the server starts. Read off PostgreSQL's own description
 * (`postgres --describe-config`: context `postmaster`), and RDS's list of its own.
 */
const STATIC = words(`
  autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age
  huge_pages max_connections max_locks_per_transaction max_logical_replication_workers
  max_pred_locks_per_transaction max_prepared_transactions max_replication_slots max_wal_senders
  max_worker_processes shared_buffers shared_preload_libraries track_activity_query_size
  track_commit_timestamp wal_buffers
  rds.logical_replication wal_decode_buffer_size old_snapshot_threshold
  reserved_connections pg_stat_statements.max
`);

/** Those that take effect at once, or with the next connection. */
const DYNAMIC = words(`
  archive_timeout array_nulls authentication_timeout autovacuum autovacuum_analyze_scale_factor
  autovacuum_analyze_threshold autovacuum_naptime autovacuum_vacuum_cost_delay
  autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor
  autovacuum_vacuum_insert_threshold autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold
  autovacuum_work_mem backend_flush_after backslash_quote bgwriter_delay bgwriter_flush_after
  bgwriter_lru_maxpages bgwriter_lru_multiplier bytea_output check_function_bodies
  checkpoint_completion_target checkpoint_flush_after checkpoint_timeout checkpoint_warning
  client_connection_check_interval client_encoding client_min_messages commit_delay
  commit_siblings compute_query_id constraint_exclusion cpu_index_tuple_cost cpu_operator_cost
  cpu_tuple_cost cursor_tuple_fraction deadlock_timeout default_statistics_target
  default_text_search_config default_toast_compression default_transaction_isolation
  default_transaction_read_only effective_cache_size effective_io_concurrency
  enable_async_append enable_bitmapscan enable_gathermerge enable_hashagg enable_hashjoin
  enable_incremental_sort enable_indexonlyscan enable_indexscan enable_material enable_memoize
  enable_mergejoin enable_nestloop enable_parallel_append enable_parallel_hash
  enable_partition_pruning enable_partitionwise_aggregate enable_partitionwise_join
  enable_seqscan enable_sort enable_tidscan escape_string_warning extra_float_digits
  from_collapse_limit geqo geqo_effort geqo_generations geqo_pool_size geqo_selection_bias
  geqo_threshold gin_fuzzy_search_limit gin_pending_list_limit hash_mem_multiplier
  hot_standby_feedback idle_in_transaction_session_timeout idle_session_timeout jit
  join_collapse_limit lo_compat_privileges lock_timeout log_autovacuum_min_duration
  log_checkpoints log_connections log_disconnections log_duration log_error_verbosity
  log_executor_stats log_hostname log_line_prefix log_lock_waits log_min_duration_sample
  log_min_duration_statement log_min_error_statement log_min_messages log_parameter_max_length
  log_parameter_max_length_on_error log_parser_stats log_planner_stats
  log_recovery_conflict_waits log_replication_commands log_rotation_age log_rotation_size
  log_statement log_statement_sample_rate log_statement_stats log_temp_files
  log_transaction_sample_rate logical_decoding_work_mem maintenance_io_concurrency
  maintenance_work_mem max_parallel_maintenance_workers max_parallel_workers
  max_parallel_workers_per_gather max_pred_locks_per_page max_pred_locks_per_relation
  max_slot_wal_keep_size max_stack_depth max_standby_archive_delay max_standby_streaming_delay
  max_sync_workers_per_subscription max_wal_size min_parallel_index_scan_size
  min_parallel_table_scan_size min_wal_size parallel_leader_participation parallel_setup_cost
  parallel_tuple_cost password_encryption plan_cache_mode quote_all_identifiers random_page_cost
  row_security search_path seq_page_cost session_preload_libraries ssl_ciphers
  ssl_max_protocol_version ssl_min_protocol_version standard_conforming_strings
  statement_timeout synchronize_seqscans synchronous_commit tcp_keepalives_count
  tcp_keepalives_idle tcp_keepalives_interval temp_buffers temp_file_limit track_activities
  track_counts track_functions track_io_timing track_wal_io_timing transform_null_equals
  vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_dirty vacuum_cost_page_hit
  vacuum_cost_page_miss vacuum_failsafe_age vacuum_freeze_min_age vacuum_freeze_table_age
  vacuum_multixact_failsafe_age vacuum_multixact_freeze_min_age
  vacuum_multixact_freeze_table_age wal_compression wal_keep_size wal_receiver_status_interval
  wal_receiver_timeout wal_sender_timeout wal_skip_threshold wal_writer_delay
  wal_writer_flush_after work_mem xmlbinary xmloption
  timezone datestyle intervalstyle
  log_startup_progress_interval recovery_prefetch recursive_worktable_factor stats_fetch_consistency
  vacuum_defer_cleanup_age
  createrole_self_grant enable_presorted_aggregate scram_iterations vacuum_buffer_usage_limit
  max_parallel_apply_workers_per_subscription
  enable_group_by_reordering event_triggers io_combine_limit sync_replication_slots
  synchronized_standby_slots transaction_timeout
`);

/** Source: the release notes of PostgreSQL 15, 16 and 17. */
const SPANS: Readonly<Record<string, Span>> = Object.fromEntries([
  ...words(`
    log_startup_progress_interval recovery_prefetch recursive_worktable_factor
    stats_fetch_consistency wal_decode_buffer_size
  `).map((name) => [name, { since: 15 }]),
  ...words(`
    createrole_self_grant enable_presorted_aggregate max_parallel_apply_workers_per_subscription
    reserved_connections scram_iterations vacuum_buffer_usage_limit
  `).map((name) => [name, { since: 16 }]),
  ...words(`
    enable_group_by_reordering event_triggers io_combine_limit sync_replication_slots
    synchronized_standby_slots transaction_timeout
  `).map((name) => [name, { since: 17 }]),
  ["vacuum_defer_cleanup_age", { until: 15 }],
  ["old_snapshot_threshold", { until: 16 }],
]);

/** Extensions whose parameters RDS takes; what follows the dot is theirs to know. */
const PREFIXES = words(`
  auto_explain cron pg_hint_plan pg_stat_statements pgaudit pglogical plpgsql postgis rds
`);

/** Parameters of these take effect when the server starts. */
const STATIC_PREFIXES = ["cron"];

/** Whether a parameter waits for a restart, as RDS wants it said. */
export function appliesAt(name: string): "immediate" | "pending-reboot" {
  const [prefix = ""] = name.split(".");
  return STATIC.includes(name) || STATIC_PREFIXES.includes(prefix) ? "pending-reboot" : "immediate";
}

/** Why a version has no such parameter; nothing when it has. */
export function whyUnknown(name: string, version: number): string | undefined {
  const [prefix = "", rest] = name.split(".");
  const known = STATIC.includes(name) || DYNAMIC.includes(name);
  if (!known && !(rest && PREFIXES.includes(prefix))) return "it is none of PostgreSQL's or RDS's";
  const { since = 0, until = Number.POSITIVE_INFINITY } = SPANS[name] ?? {};
  if (version < since) return `PostgreSQL has it since ${since}`;
  return version > until ? `PostgreSQL had it until ${until}` : undefined;
}

/** Parameters without a dot, which PostgreSQL itself can be asked about. */
export const OWN_PARAMETERS: readonly string[] = [...STATIC, ...DYNAMIC].filter(
  (name) => !name.includes("."),
);
