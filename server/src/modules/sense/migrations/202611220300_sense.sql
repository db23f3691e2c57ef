create schema sense;

-- The register: what may be measured, with unit and kind of result. It comes from the packs.
create table sense.observed_property (
  id int generated always as identity primary key,
  key text collate "C" not null unique,
  name_zh text not null,
  name_en text not null,
  unit text not null,
  result text not null check (result in ('number', 'integer', 'boolean')),
  subject text not null check (subject in ('place', 'thing'))
);

create table sense.sensor (
  id int generated always as identity primary key,
  key text collate "C" not null unique,
  name text not null,
  description text not null,
  encoding_type text not null,
  metadata text not null
);

create table sense.thing (
  id int generated always as identity primary key,
  key text collate "C" not null unique,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  area text collate "C" not null,
  area_zh text not null,
  area_en text not null,
  created_at timestamptz(3) not null
);

-- A thing stands where it stands: one place each, which is never changed.
create table sense.location (
  id int generated always as identity primary key,
  thing_id int not null unique references sense.thing (id),
  at geometry(point, 4326) not null
);

create table sense.datastream (
  id int generated always as identity primary key,
  key text collate "C" not null unique,
  thing_id int not null references sense.thing (id),
  sensor_id int not null references sense.sensor (id),
  property_id int not null references sense.observed_property (id),
  created_at timestamptz(3) not null
);

-- Partitioned by month of the phenomenon, so that retention drops whole tables; the partitions are made when their first
-- measurement comes. No unique index and no foreign key: duplicates are decided in memory beside the rules (see README), and
-- each check costs a share of the rate.
create table sense.observation (
  id bigint not null,
  datastream_id int not null,
  phenomenon_at timestamptz(3) not null,
  result_at timestamptz(3) not null,
  result double precision
) partition by range (phenomenon_at);
create index observation_series on sense.observation (datastream_id, phenomenon_at);
create index observation_id on sense.observation (id);
-- Ids are taken in blocks, so that giving one needs no database.
create sequence sense.observation_id_block increment by 100000;

create table sense.signal (
  id uuid primary key,
  number int generated always as identity (start with 1001) unique,
  rule text collate "C" not null,
  rule_zh text not null,
  rule_en text not null,
  hazard text not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  state text not null check (state in ('open', 'acknowledged', 'cleared')),
  area text collate "C" not null,
  area_zh text not null,
  area_en text not null,
  value double precision,
  threshold double precision not null,
  unit text not null,
  -- In the time of the measurements: since when the rule held, and when it ended.
  began_at timestamptz(3) not null,
  ended_at timestamptz(3),
  raised_at timestamptz(3) not null,
  acknowledged_at timestamptz(3),
  acknowledged_role text,
  cleared_at timestamptz(3),
  measurements jsonb not null,
  check ((state = 'cleared') = (cleared_at is not null)),
  check ((cleared_at is null) = (ended_at is null))
);
create unique index signal_one_open on sense.signal (rule, area) where cleared_at is null;
create index signal_raised on sense.signal (raised_at desc);
