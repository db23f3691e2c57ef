-- The rules that this city wrote or switched, in every version. The highest version of an id is the one that counts; it goes
-- before a pack's rule of the same id. No version is changed or taken away, so that a signal can always be explained.
create table sense.rule (
  id text collate "C" not null,
  version int not null check (version > 0),
  hazard text not null,
  is_on boolean not null,
  rule jsonb not null,
  changed_at timestamptz(3) not null,
  changed_role text not null,
  primary key (id, version)
);

-- Which version of its rule raised a signal; 0 is the pack's.
alter table sense.signal add column rule_version int not null default 0;
