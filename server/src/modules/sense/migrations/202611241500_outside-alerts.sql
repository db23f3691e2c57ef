-- Alerts of others: what weather services and seismologists say. News for those on duty, never a warning of this city.
create table sense.outside_alert (
  id uuid primary key,
  -- The name of the mapping file that it came by, and who gives them.
  source text collate "C" not null,
  publisher_zh text not null,
  publisher_en text not null,
  kind text not null check (kind in ('alert', 'earthquake')),
  -- Messages that follow each other about one danger share the id of the first.
  chain uuid not null,
  state text not null check (state in ('in-force', 'replaced', 'cancelled', 'expired')),
  -- Whether the message itself tells of a danger, or ends those that it refers to.
  act text not null check (act in ('tell', 'end')),
  sender text not null,
  identifier text not null,
  sent_at timestamptz(3) not null,
  texts jsonb not null,
  severity text not null check (severity in ('Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown')),
  urgency text not null,
  certainty text not null,
  onset_at timestamptz(3),
  expires_at timestamptz(3) not null,
  magnitude double precision,
  depth_km double precision,
  shape jsonb,
  areas jsonb not null,
  geocodes jsonb not null,
  link text,
  received_at timestamptz(3) not null,
  ended_at timestamptz(3),
  check ((state = 'in-force') = (ended_at is null)),
  unique (source, sender, identifier, sent_at)
);
create index outside_alert_in_force on sense.outside_alert (expires_at) where state = 'in-force';
create index outside_alert_received on sense.outside_alert (received_at desc);
create index outside_alert_chain on sense.outside_alert (chain);

-- What a message refers to: it may come before what it refers to.
create table sense.outside_reference (
  alert_id uuid not null references sense.outside_alert (id) on delete cascade,
  sender text not null,
  identifier text not null,
  primary key (alert_id, sender, identifier)
);
create index outside_reference_to on sense.outside_reference (sender, identifier);

-- A signal that was raised from an alert of others has no threshold that anything reached.
alter table sense.signal alter column threshold drop not null;
-- The chain of alerts that it was raised from.
alter table sense.signal add column outside_chain uuid;
create index signal_outside on sense.signal (outside_chain) where outside_chain is not null;
