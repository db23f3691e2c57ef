create schema places;

-- The area tree: city, districts, streets, grid cells. Ids are readable paths, such as linjiang/xihe/liuyin.
create table places.area (
  id text primary key check (id ~ '^[a-z0-9-]+(/[a-z0-9-]+){0,3}$'),
  kind text not null check (kind in ('city', 'district', 'street', 'cell')),
  parent text references places.area (id) deferrable initially deferred,
  name_zh text not null,
  name_en text not null,
  population int not null check (population >= 0),
  geom geometry(multipolygon, 4326) not null,
  check ((kind = 'city') = (parent is null))
);
create index area_geom on places.area using gist (geom);
create index area_parent on places.area (parent);

create table places.site (
  id text primary key check (id ~ '^[a-z0-9-]+$'),
  kind text not null,
  area text not null references places.area (id) deferrable initially deferred,
  name_zh text not null,
  name_en text not null,
  capacity int check (capacity >= 0),
  geom geometry(point, 4326) not null
);
create index site_area on places.site (area text_pattern_ops, kind);

-- The base map: what is drawn and never asked about.
create table places.feature (
  id int primary key,
  layer text not null,
  kind text not null,
  name_zh text,
  name_en text,
  geom geometry(geometry, 4326) not null,
  check ((name_zh is null) = (name_en is null))
);

-- Heights in metres, int16 little-endian, row by row from the north-west corner.
create table places.terrain (
  id int primary key check (id = 1),
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  column_count int not null,
  row_count int not null,
  heights bytea not null
);
