-- Dated pictures from elsewhere that lie under the map: radar, forecasts.
create table sense.layer (
  id text collate "C" primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('image', 'geojson')),
  attribution text not null,
  licence text not null,
  unit text
);
create table sense.layer_frame (
  id uuid primary key,
  layer_id text collate "C" not null references sense.layer (id) on delete cascade,
  -- The time that it shows, which lies ahead in a forecast.
  valid_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  bounds jsonb,
  value_range jsonb,
  media_type text not null check (media_type in ('image/png', 'application/geo+json')),
  content bytea not null,
  hash bytea not null,
  unique (layer_id, valid_at)
);
create index layer_frame_received on sense.layer_frame (received_at);
