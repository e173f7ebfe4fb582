-- The tables that a dump holds rows of, counted one by one. What extensions own comes with them.
-- With hashes: the sum of each row's hash, which no order of the rows changes.
select format('select json_build_object(''table'', %L, ''rows'', count(*)%s) from only %I.%I t',
    format('%I.%I', n.nspname, c.relname),
    case when :hashes then
      ', ''hash'', coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0)::text'
    else '' end,
    n.nspname, c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select 1 from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by n.nspname, c.relname
\gexec
\echo end
