-- What an entry is kept by, and what a sealed cause is, are part of what the roots prove: else a class that was changed would let any
-- body be erased as if its time were over, and a sealed cause could be pointed elsewhere. Entries from before have neither.
alter table log.header
  add column retention_class text check (retention_class in
    ('permanent', 'public-warning', 'staff-action', 'inspection-record', 'request-text', 'request-contact', 'session')),
  add column cause_commitment bytea;
alter table log.sealed_cause add column salt bytea;

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
      expires timestamptz, "causeCommitment" text, "causeSalt" text
    )
  loop
    insert into log.header (at, module, verb, record_ref, cause_ref, edge, actor_role_ref, commitment, retention_class,
      cause_commitment)
    values (happened_at, entry.module, entry.verb, entry.record, case when entry.edge = 'open' then entry.because end, entry.edge,
      entry.role, decode(entry.commitment, 'hex'), entry.retention, decode(entry."causeCommitment", 'hex'))
    returning id into header;
    insert into log.body (header_id, retention_class, salt, body, expires_at)
    values (header, entry.retention, decode(entry.salt, 'hex'), entry.body, entry.expires);
    if entry.edge = 'sealed' then
      insert into log.sealed_cause (header_id, cause_ref, salt) values (header, entry.because, decode(entry."causeSalt", 'hex'));
    end if;
  end loop;
end $$;

create or replace function log.keep_header() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
     and (old.id, old.at, old.module, old.verb, old.record_ref, old.edge, old.actor_role_ref, old.commitment)
       = (new.id, new.at, new.module, new.verb, new.record_ref, new.edge, new.actor_role_ref, new.commitment)
     and old.cause_ref is not distinct from new.cause_ref
     and old.retention_class is not distinct from new.retention_class
     and old.cause_commitment is not distinct from new.cause_commitment then
    return new;
  end if;
  raise exception 'log headers are append-only';
end $$;
