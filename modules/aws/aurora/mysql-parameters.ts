const words = (text: string) => text.trim().split(/\s+/);

/**
 * Parameters of Aurora MySQL 3, by the group that has them: the cluster's alone, or that of its instances.
 *
 * Source: Aurora User Guide, "Aurora MySQL configuration parameters", both tables: what may be changed, and is
 * not of version 2. Which of them wait for a restart: MySQL 8.0 Reference Manual, "Server System Variable
 * Reference"; what is Aurora's own, or of replication, waits as well, which AWS takes of every parameter.
 */
const CLUSTER_AT_ONCE = words(`
  auto_increment_increment auto_increment_offset character_set_client character_set_connection
  character_set_database character_set_filesystem character_set_results character_set_server
  collation_connection collation_server completion_type event_scheduler init_connect
  innodb_adaptive_hash_index innodb_cmp_per_index_enabled innodb_commit_concurrency
  innodb_deadlock_detect innodb_default_row_format innodb_file_per_table
  innodb_ft_num_word_optimize innodb_online_alter_log_max_size innodb_optimize_fulltext_only
  innodb_print_all_deadlocks innodb_rollback_segments innodb_spin_wait_delay innodb_strict_mode
  innodb_sync_spin_loops innodb_table_locks internal_tmp_mem_storage_engine key_buffer_size
  lc_time_names read_only require_secure_transport server_audit_events server_audit_excl_users
  server_audit_incl_users server_audit_logging time_zone
`);

const CLUSTER_WAITING = words(`
  aurora_binlog_replication_max_yield_seconds aurora_enable_staggered_replica_restart
  aurora_enable_zdr aurora_mask_password_hashes_type aws_default_lambda_role aws_default_s3_role
  binlog-do-db binlog-ignore-db binlog_checksum binlog_format binlog_group_commit_sync_delay
  binlog_group_commit_sync_no_delay_count binlog_row_metadata binlog_row_value_options
  binlog_rows_query_log_events binlog_transaction_compression
  binlog_transaction_compression_level_zstd binlog_transaction_dependency_history_size
  binlog_transaction_dependency_tracking character-set-client-handshake enforce_gtid_consistency
  gtid-mode innodb_autoinc_lock_mode innodb_ft_max_token_size innodb_ft_min_token_size
  innodb_ft_sort_pll_degree innodb_purge_batch_size innodb_purge_threads
  innodb_rollback_on_timeout innodb_sync_array_size lower_case_table_names relay-log-space-limit
  replica_preserve_commit_order replica_transaction_retries replicate-do-db replicate-do-table
  replicate-ignore-db replicate-ignore-table replicate-wild-do-table replicate-wild-ignore-table
  rpl_read_size skip-character-set-client-handshake source_verify_checksum tls_version
`);

const INSTANCE_AT_ONCE = words(`
  activate_all_roles_on_login autocommit automatic_sp_privileges binlog_cache_size
  binlog_max_flush_queue_time binlog_order_commits binlog_stmt_cache_size
  bulk_insert_buffer_size concurrent_insert connect_timeout default_tmp_storage_engine
  default_week_format delay_key_write delayed_insert_limit delayed_insert_timeout
  delayed_queue_size div_precision_increment end_markers_in_json eq_range_index_dive_limit
  flush_time general_log group_concat_max_len host_cache_size innodb_adaptive_max_sleep_delay
  innodb_autoextend_increment innodb_compression_failure_threshold_pct innodb_compression_level
  innodb_compression_pad_pct_max innodb_concurrency_tickets innodb_ft_aux_table
  innodb_ft_enable_stopword innodb_ft_server_stopword_table innodb_ft_user_stopword_table
  innodb_lock_wait_timeout innodb_lru_scan_depth innodb_max_purge_lag innodb_max_purge_lag_delay
  innodb_monitor_disable innodb_monitor_enable innodb_monitor_reset innodb_monitor_reset_all
  innodb_old_blocks_pct innodb_old_blocks_time innodb_random_read_ahead
  innodb_read_ahead_threshold innodb_replication_delay innodb_stats_auto_recalc
  innodb_stats_method innodb_stats_on_metadata innodb_stats_persistent
  innodb_stats_persistent_sample_pages innodb_stats_transient_sample_pages
  innodb_thread_sleep_delay interactive_timeout join_buffer_size keep_files_on_create
  key_cache_age_threshold key_cache_block_size key_cache_division_limit local_infile
  lock_wait_timeout log_bin_trust_function_creators log_output log_queries_not_using_indexes
  log_throttle_queries_not_using_indexes long_query_time low_priority_updates max_allowed_packet
  max_binlog_cache_size max_binlog_stmt_cache_size max_connect_errors max_connections
  max_delayed_threads max_error_count max_heap_table_size max_insert_delayed_threads
  max_join_size max_prepared_stmt_count max_seeks_for_key max_sort_length max_sp_recursion_depth
  max_user_connections max_write_lock_count min_examined_row_limit myisam_data_pointer_size
  myisam_max_sort_file_size myisam_sort_buffer_size myisam_stats_method myisam_use_mmap
  net_buffer_length net_read_timeout net_retry_count net_write_timeout optimizer_prune_level
  optimizer_search_depth optimizer_switch optimizer_trace optimizer_trace_features
  optimizer_trace_limit optimizer_trace_max_mem_size optimizer_trace_offset preload_buffer_size
  query_alloc_block_size query_prealloc_size range_alloc_block_size read_buffer_size
  read_rnd_buffer_size slow_launch_time slow_query_log sort_buffer_size sql_mode
  sql_select_limit stored_program_cache table_definition_cache table_open_cache
  temptable_max_mmap temptable_max_ram temptable_use_mmap tmp_table_size
  transaction_alloc_block_size transaction_prealloc_size updatable_views_with_limit wait_timeout
`);

const INSTANCE_WAITING = words(`
  aurora_oom_response aurora_parallel_query back_log explicit_defaults_for_timestamp
  ft_max_word_len ft_min_word_len ft_query_expansion_limit ft_stopword_file
  innodb_buffer_pool_size innodb_ft_cache_size innodb_open_files innodb_sort_buffer_size
  myisam_mmap_size old-style-user-limits performance_schema profiling_history_size
  replica_checkpoint_group replica_checkpoint_period replica_parallel_workers
  replica_pending_jobs_size_max replica_skip_errors replica_sql_verify_checksum safe-user-create
  skip_show_database sync_relay_log_info sync_source_info sysdate-is-now
  table_open_cache_instances thread_stack transaction_isolation
`);

/** What follows is the performance schema's to know; it is laid out when the server starts. */
const PERFORMANCE = /^performance[-_]schema[-_]/;

/** Which group has a parameter; nothing where Aurora MySQL 3 has none of that name. */
export function mysqlLevel(name: string): "cluster" | "instance" | undefined {
  if (CLUSTER_AT_ONCE.includes(name) || CLUSTER_WAITING.includes(name)) return "cluster";
  const known = INSTANCE_AT_ONCE.includes(name) || INSTANCE_WAITING.includes(name);
  return known || PERFORMANCE.test(name) ? "instance" : undefined;
}

/** Whether a parameter waits for a restart, as RDS wants it said. */
export function mysqlAppliesAt(name: string): "immediate" | "pending-reboot" {
  const atOnce = CLUSTER_AT_ONCE.includes(name) || INSTANCE_AT_ONCE.includes(name);
  return atOnce ? "immediate" : "pending-reboot";
}

/** Every name, for the test that no group has one of another. */
export const MYSQL_PARAMETERS = {
  cluster: [...CLUSTER_AT_ONCE, ...CLUSTER_WAITING],
  instance: [...INSTANCE_AT_ONCE, ...INSTANCE_WAITING],
} as const;
