create schema recover;

-- A lifeline that is out in an area, and how it comes back. Households are counts of an area, never addresses.
create table recover.outage (
  id uuid primary key,
  number bigint generated always as identity unique,
  lifeline text not null check (lifeline in ('power', 'water', 'gas', 'heat', 'telecom', 'roads')),
  area text not null,
  state text not null check (state in ('out', 'partly-restored', 'to-be-confirmed', 'restored')),
  started_at timestamptz(3) not null,
  restored_at timestamptz(3),
  cause_ref uuid,
  check ((state = 'restored') = (restored_at is not null))
);
create index outage_started on recover.outage (started_at desc, id);

-- The restoration curve: each count that somebody checked. Nothing is overwritten, so two who report at once are both kept.
create table recover.outage_check (
  outage uuid not null references recover.outage (id),
  number bigint generated always as identity,
  at timestamptz(3) not null,
  households bigint not null check (households >= 0),
  role text not null,
  primary key (outage, number)
);
