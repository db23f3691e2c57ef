-- What is known to have happened, kept by planners to hold rules to: where, when, and which level it deserved. No words beside it.
create table sense.known_event (
  id uuid primary key,
  hazard text not null,
  area text not null,
  began_at timestamptz(3) not null,
  ended_at timestamptz(3) not null check (ended_at > began_at),
  level text check (level in ('blue', 'yellow', 'orange', 'red')),
  kept_at timestamptz(3) not null,
  kept_role text not null,
  unique (hazard, area, began_at, ended_at)
);
