-- The day of what is sealed is a day of the city, whose time zone the database does not know: readers take it from the header. The
-- day that was kept here was one of UTC, in a city east or west of it often the wrong one.
create or replace function log.append(happened_at timestamptz, entries json) returns void language plpgsql as $$
declare
  entry record;
  header bigint;
begin
  perform pg_advisory_xact_lock_shared(4841002);
  for entry in
    select *
    from json_to_recordset(entries) as e (
      module text, verb text, record uuid, edge text, because uuid, role text, commitment text, retention text, salt text, body text,
      expires timestamptz
    )
  loop
    insert into log.header (at, module, verb, record_ref, cause_ref, edge, actor_role_ref, commitment)
    values (happened_at, entry.module, entry.verb, entry.record, case when entry.edge = 'open' then entry.because end, entry.edge,
      entry.role, decode(entry.commitment, 'hex'))
    returning id into header;
    insert into log.body (header_id, retention_class, salt, body, expires_at)
    values (header, entry.retention, decode(entry.salt, 'hex'), entry.body, entry.expires);
    if entry.edge = 'sealed' then
      insert into log.sealed_cause (header_id, cause_ref) values (header, entry.because);
    end if;
  end loop;
end $$;
alter table log.sealed_cause drop column day;
