-- What keeps questions about very many measurements short: how many there are in each hour, and what each series came to by
-- minute, hour, and day.

-- Where everybody's measurements of a time lie: they come nearly in order, so that a line for each few pages is enough. An index that
-- has each of them would cost every measurement as much as that of its series, and tempt the planner away from it.
create index observation_time on sense.observation using brin (phenomenon_at) with (pages_per_range = 32, autosummarize = on);
-- The few that were measured over an interval: a moment says nothing about its end.
create index observation_interval on sense.observation (datastream_id, phenomenon_until) where phenomenon_until is not null;

-- How many measurements each hour of the phenomenon has: the sum of its rows. A commit adds rows and changes none, so that commits
-- never wait for each other; they are brought together afterwards.
create table sense.observation_tally (
  hour timestamptz(0) not null,
  n bigint not null
);
create index observation_tally_hour on sense.observation_tally (hour);
insert into sense.observation_tally (hour, n)
select date_bin('1 hour', phenomenon_at, 'epoch'), count(*) from sense.observation group by 1;

-- `n` counts measurements; the other figures are of the newest result of each moment, where that is a number: how many, and what
-- they are together. Null where there is none.
create table sense.rollup_minute (
  datastream_id int not null,
  at timestamptz(0) not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision,
  primary key (datastream_id, at)
) partition by range (at);
create table sense.rollup_hour (
  datastream_id int not null,
  at timestamptz(0) not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision,
  -- Whether its minutes are kept as well; otherwise the measurements are as few as they would be.
  by_minute boolean not null,
  primary key (datastream_id, at)
) partition by range (at);
create table sense.rollup_day (
  datastream_id int not null,
  at timestamptz(0) not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision,
  primary key (datastream_id, at)
);

-- One row. Hours before `marked_until` are, or are being, rolled up: what still changes in them is noted in `rollup_due`. Those before
-- `rolled_until` are. Measurements before `raw_from` were given up.
create table sense.rollup_state (
  is_only boolean primary key default true check (is_only),
  marked_until timestamptz(0) not null,
  rolled_until timestamptz(0) not null,
  raw_from timestamptz(0) not null,
  check (rolled_until <= marked_until)
);
insert into sense.rollup_state (marked_until, rolled_until, raw_from)
values ('1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z');

create table sense.rollup_due (
  datastream_id int not null,
  hour timestamptz(0) not null,
  primary key (datastream_id, hour)
);

-- How long single measurements of a property live, where that is not the usual time; those before `raw_from` were given up.
alter table sense.observed_property
  add column keep_days int check (keep_days between 2 and 3660),
  add column raw_from timestamptz(0);
