-- The whole information model of SensorThings 1.1. Names that the city gave are in both languages; what a client of the API
-- writes stands in both columns.

alter table sense.observed_property
  add column definition text,
  add column description_zh text not null default '',
  add column description_en text not null default '',
  add column properties jsonb,
  -- Without one, each datastream says its own.
  alter column unit drop not null,
  drop constraint observed_property_result_check,
  add constraint observed_property_result_check check (result in ('number', 'integer', 'boolean', 'category')),
  -- The words that a category may say; free text is off.
  add column categories text[],
  add constraint observed_property_categories_check check ((result = 'category') = (categories is not null));
update sense.observed_property
set definition = 'urn:holdfast:property:' || key, description_zh = name_zh, description_en = name_en;
alter table sense.observed_property alter column definition set not null;

alter table sense.sensor
  add column properties jsonb;

alter table sense.thing
  add column description_zh text not null default '',
  add column description_en text not null default '',
  add column properties jsonb,
  -- What moves is a unit on duty or a buoy; where it was is forgotten after a day.
  add column mobility text not null default 'fixed' check (mobility in ('fixed', 'unit', 'buoy')),
  -- A device in a home tells alarms, and keeps no series.
  add column is_household boolean not null default false,
  -- Outside the city, or without a place.
  alter column area drop not null,
  alter column area_zh drop not null,
  alter column area_en drop not null;
create index thing_area on sense.thing (area);

alter table sense.location
  add column name_zh text,
  add column name_en text,
  add column description_zh text not null default '',
  add column description_en text not null default '',
  add column encoding_type text not null default 'application/geo+json',
  -- As it was given. `at` is the same for the database to search, where it is GeoJSON.
  add column location jsonb,
  add column properties jsonb,
  alter column at type geometry(geometry, 4326),
  alter column at drop not null;
update sense.location l
set name_zh = t.name_zh, name_en = t.name_en, description_zh = coalesce(t.area_zh, ''), description_en = coalesce(t.area_en, ''),
  location = st_asgeojson(l.at, 9)::jsonb
from sense.thing t
where t.id = l.thing_id;
alter table sense.location
  alter column name_zh set not null,
  alter column name_en set not null,
  alter column location set not null,
  alter column encoding_type drop default;
create index location_at on sense.location using gist (at);

create table sense.thing_location (
  thing_id int not null references sense.thing (id) on delete cascade,
  location_id int not null references sense.location (id) on delete cascade,
  primary key (thing_id, location_id)
);
create index thing_location_location on sense.thing_location (location_id);
insert into sense.thing_location (thing_id, location_id)
select thing_id, id from sense.location;

create table sense.historical_location (
  id int generated always as identity primary key,
  thing_id int not null references sense.thing (id) on delete cascade,
  at timestamptz(3) not null
);
create index historical_location_thing on sense.historical_location (thing_id, at);
create table sense.historical_location_location (
  historical_location_id int not null references sense.historical_location (id) on delete cascade,
  location_id int not null references sense.location (id) on delete cascade,
  primary key (historical_location_id, location_id)
);
create index historical_location_location_location on sense.historical_location_location (location_id);
with made as (
  insert into sense.historical_location (thing_id, at)
  select id, created_at from sense.thing
  returning id, thing_id
)
insert into sense.historical_location_location (historical_location_id, location_id)
select made.id, l.id from made join sense.location l on l.thing_id = made.thing_id;
alter table sense.location drop column thing_id;

create table sense.feature_of_interest (
  id int generated always as identity primary key,
  name_zh text not null,
  name_en text not null,
  description_zh text not null default '',
  description_en text not null default '',
  encoding_type text not null,
  feature jsonb not null,
  at geometry(geometry, 4326),
  properties jsonb,
  -- The server made it of this place, and gives it to what comes without a feature of its own. A place that changes loses it.
  location_id int unique references sense.location (id) on delete set null
);
create index feature_of_interest_at on sense.feature_of_interest using gist (at);

-- MultiDatastreams stand in the same table, with one number line: an observation belongs to either.
alter table sense.datastream
  add column is_multi boolean not null default false,
  add column name_zh text,
  add column name_en text,
  add column description_zh text not null default '',
  add column description_en text not null default '',
  add column observation_type text,
  -- One object {name, symbol, definition}; of a MultiDatastream the list of them.
  add column unit jsonb,
  -- Of a MultiDatastream: the observation type of each value.
  add column data_types text[],
  add column properties jsonb,
  alter column property_id drop not null;
update sense.datastream d
set name_zh = t.name_zh || ' · ' || p.name_zh, name_en = t.name_en || ' · ' || p.name_en,
  description_zh = t.name_zh || ' · ' || p.name_zh, description_en = t.name_en || ' · ' || p.name_en,
  observation_type = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/' || case p.result
    when 'integer' then 'OM_CountObservation' when 'boolean' then 'OM_TruthObservation' else 'OM_Measurement' end,
  unit = jsonb_build_object('name', p.unit, 'symbol', p.unit, 'definition', 'http://unitsofmeasure.org/ucum.html#' || p.unit)
from sense.thing t, sense.observed_property p
where t.id = d.thing_id and p.id = d.property_id;
alter table sense.datastream
  alter column name_zh set not null,
  alter column name_en set not null,
  alter column observation_type set not null,
  alter column unit set not null,
  add constraint datastream_multi_check check (is_multi = (property_id is null) and is_multi = (data_types is not null));
create index datastream_thing on sense.datastream (thing_id);
create index datastream_sensor on sense.datastream (sensor_id);
create index datastream_property on sense.datastream (property_id);

create table sense.multi_datastream_property (
  datastream_id int not null references sense.datastream (id) on delete cascade,
  rank int not null,
  property_id int not null references sense.observed_property (id),
  primary key (datastream_id, rank)
);
create index multi_datastream_property_property on sense.multi_datastream_property (property_id);

-- Which features the measurements of a datastream are about, so that a feature finds its measurements through their series.
create table sense.datastream_feature (
  datastream_id int not null references sense.datastream (id) on delete cascade,
  feature_id int not null references sense.feature_of_interest (id) on delete cascade,
  primary key (datastream_id, feature_id)
);
create index datastream_feature_feature on sense.datastream_feature (feature_id);

alter table sense.observation
  alter column result_at drop not null,
  -- The end of an interval; one moment has none.
  add column phenomenon_until timestamptz(3),
  add column feature_id int,
  -- What few measurements have: resultQuality, validTime, parameters, and a result that is not one number.
  add column detail jsonb;
