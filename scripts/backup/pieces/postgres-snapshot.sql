set lock_timeout = '60s';
set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0;
begin isolation level repeatable read read only;
select pg_export_snapshot();
