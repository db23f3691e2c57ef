-- Who may send and read as a device: the secret is kept as a hash alone. It goes with the Thing that it is bound to; one that ended
-- keeps its name, so that a name never means another device.
create table sense.device_credential (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  rights text[] not null check (rights <@ array['read', 'write', 'configure'] and cardinality(rights) > 0),
  thing_id integer references sense.thing (id) on delete cascade,
  secret_hash bytea not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  heard_at timestamptz(3),
  constraint bound_makes_no_entities check (thing_id is null or not 'configure' = any (rights))
);
create index device_credential_thing on sense.device_credential (thing_id) where thing_id is not null;
