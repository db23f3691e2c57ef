-- The three questions that every change of state asks, each in one call: a round trip is a good part of a commit's time, and a
-- function keeps its plans, which the embedded engine would otherwise make anew each time.

-- Writers hold the lock of the order shared until they commit. Each entry comes after all that its transaction did.
create function log.append(happened_at timestamptz, entries json) returns void language plpgsql as $$
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
      insert into log.sealed_cause (header_id, cause_ref, day)
      values (header, entry.because, (happened_at at time zone 'UTC')::date);
    end if;
  end loop;
end $$;

-- Entries without a position, oldest first. The lock is taken alone, so each writer that came before is seen, and given back at
-- the end of the statement, so that nobody waits while positions are written.
create function log.list_unplaced(most int) returns setof log.header language plpgsql as $$
begin
  perform pg_advisory_xact_lock(4841002);
  return query select * from log.header where seq is null order by id limit most;
end $$;

-- Gives positions after `size_before`. A second sequencer would give the same ones, which are unique: it fails.
create function log.place(size_before bigint, ids bigint[], leaves text[], new_frontier bytea) returns void language plpgsql as $$
begin
  update log.header h
  set seq = size_before + p.place, leaf = decode(p.leaf, 'hex')
  from unnest(ids, leaves) with ordinality as p (id, leaf, place)
  where h.id = p.id;
  update log.head set size = size_before + cardinality(ids), frontier = new_frontier;
end $$;
