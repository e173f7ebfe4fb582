\if :exists
\if :end
select pg_terminate_backend(pid) from pg_stat_activity
  where datname = :'name' and pid <> pg_backend_pid();
\endif
alter database :"name" rename to :"kept";
\endif
comment on database :"incoming" is null;
alter database :"incoming" rename to :"name";
alter database :"name" owner to :"owner";
