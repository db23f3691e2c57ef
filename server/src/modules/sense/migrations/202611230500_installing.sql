-- Devices that come from a table: looked at before they are stored, taken back while nobody has used them.
create table sense.device_import (
  id uuid primary key,
  state text not null check (state in ('draft', 'stored', 'undone')),
  crs text not null,
  created_at timestamptz(3) not null,
  -- What was read: the rows to be made, how many are there already, and what is wrong with the rest.
  devices jsonb not null,
  same int not null,
  bad int not null,
  bad_rows jsonb not null
);
create index device_import_created on sense.device_import (created_at desc);

-- Which things an import made.
create table sense.imported_thing (
  import_id uuid not null references sense.device_import (id) on delete cascade,
  thing_id int not null references sense.thing (id) on delete cascade,
  primary key (import_id, thing_id)
);
create index imported_thing_thing on sense.imported_thing (thing_id);

-- Which instrument measured when. The one without an end is there now.
create table sense.installed_sensor (
  thing_id int not null references sense.thing (id) on delete cascade,
  sensor_id int not null references sense.sensor (id) on delete cascade,
  since timestamptz(3) not null,
  until timestamptz(3),
  primary key (thing_id, sensor_id, since),
  check (until >= since)
);
create unique index installed_sensor_now on sense.installed_sensor (thing_id) where until is null;
create index installed_sensor_sensor on sense.installed_sensor (sensor_id);
