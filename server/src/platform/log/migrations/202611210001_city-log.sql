create schema log;

-- Headers are kept for ever and hold nothing about a person: random references, a role, and a commitment to the body.
create table log.header (
  id bigint generated always as identity primary key,
  seq bigint unique,
  at timestamptz(3) not null,
  module text not null,
  verb text not null,
  record_ref uuid not null,
  cause_ref uuid,
  edge text not null check (edge in ('none', 'open', 'sealed')),
  actor_role_ref text not null,
  commitment bytea not null,
  leaf bytea,
  check ((edge = 'open') = (cause_ref is not null)),
  check ((seq is null) = (leaf is null))
);
create index header_unsequenced on log.header (id) where seq is null;
create index header_record on log.header (record_ref, seq);
create index header_cause on log.header (cause_ref, seq) where cause_ref is not null;

-- Bodies can be forgotten: the row goes, salt included, and the header stays with a commitment that says nothing.
create table log.body (
  header_id bigint primary key references log.header (id),
  retention_class text not null,
  salt bytea not null,
  body text not null,
  expires_at timestamptz
);
create index body_expiry on log.body (expires_at) where expires_at is not null;

-- A sealed cause exists and counts, but cannot be opened from downstream: the day is all that is kept of its time.
create table log.sealed_cause (
  header_id bigint primary key references log.header (id),
  cause_ref uuid not null,
  day date not null
);
create index sealed_cause_ref on log.sealed_cause (cause_ref);

-- The Merkle tree's right edge (RFC 6962): the hashes of the perfect subtrees, largest first, 32 bytes each.
create table log.head (
  only_row boolean primary key default true check (only_row),
  size bigint not null,
  frontier bytea not null
);
insert into log.head (size, frontier) values (0, '');

create function log.keep_header() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
     and (old.id, old.at, old.module, old.verb, old.record_ref, old.edge, old.actor_role_ref, old.commitment)
       = (new.id, new.at, new.module, new.verb, new.record_ref, new.edge, new.actor_role_ref, new.commitment)
     and old.cause_ref is not distinct from new.cause_ref then
    return new;
  end if;
  raise exception 'log headers are append-only';
end $$;
create trigger keep_header before update or delete on log.header for each row execute function log.keep_header();
create trigger keep_headers before truncate on log.header for each statement execute function log.keep_header();
