-- Drawn areas, each with its name, geometry, and where it came from.
alter table warn.warning add column shapes jsonb not null default '[]';

-- Where a warning applies, named areas and drawn ones as one: which of two lies in the other is asked of this.
create table warn.ground (
  warning uuid primary key references warn.warning (id) on delete cascade,
  geom geometry(multipolygon, 4326) not null
);
create index ground_geom on warn.ground using gist (geom);

-- What was warned stays where it was, also when the areas of the city are drawn anew.
create function warn.keep_ground() returns trigger language plpgsql as $$
declare
  one uuid := case when tg_op = 'INSERT' then new.warning else old.warning end;
begin
  if exists (select from warn.warning where id = one and identifier is not null) then
    raise exception 'the ground of a warning that was sent is never changed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_ground before insert or update or delete on warn.ground for each row execute function warn.keep_ground();
